import { readFileSync } from 'node:fs';
import ts from 'typescript';
import type { BotApiSchema, SchemaFields, SchemaType } from '../../src/sandbox/schema/schema.ts';
import { plainName, readFields, readType } from './read-types.ts';

const typings = new URL('../../node_modules/@gramio/types/out/', import.meta.url);
/** Helpers for callers, and the file, which the schema knows by itself. */
const ownOfTypings = /^TelegramAPIResponse|^TelegramInputFile$/;

function source(name: string): ts.SourceFile {
  const text = readFileSync(new URL(name, typings), 'utf8');
  return ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
}

/** Telegram's methods and types out of the typings of the pinned development dependency, which follow its documentation. */
export function generateSchema(): BotApiSchema {
  const [methods, parameters, objects] = [
    source('methods.d.ts'),
    source('params.d.ts'),
    source('objects.d.ts'),
  ];
  const version = /Based on Bot API v([\d.]+)/.exec(methods.text)?.[1];
  if (version === undefined) throw new Error('The typings do not say which Bot API they are of.');
  const parameterTypes = interfacesOf(parameters);
  const types = ownFields(interfacesOf(objects), objects);
  const updateKinds = Object.keys(types.Update ?? {}).filter((field) => field !== 'update_id');
  const schema = {
    version,
    methods: Object.fromEntries(
      methodsOf(methods).map(([name, call]) => [name, readMethod(call, parameterTypes)]),
    ),
    types,
    aliases: { ...aliasesOf(objects), ...aliasesOf(parameters), UpdateKind: { values: updateKinds } },
  };
  requireResolved(schema);
  return schema;
}

function interfacesOf(file: ts.SourceFile): Readonly<Record<string, SchemaFields>> {
  return Object.fromEntries(
    file.statements
      .filter(ts.isInterfaceDeclaration)
      .filter((declaration) => !ownOfTypings.test(declaration.name.text))
      .map((declaration) => [plainName(declaration.name.text), readFields(declaration)]),
  );
}

/** Those that an interface takes from another included. */
function ownFields(
  fields: Readonly<Record<string, SchemaFields>>,
  file: ts.SourceFile,
): Readonly<Record<string, SchemaFields>> {
  const parents = file.statements
    .filter(ts.isInterfaceDeclaration)
    .flatMap((declaration) =>
      (declaration.heritageClauses ?? []).flatMap((clause) =>
        clause.types.map(
          (type) => [plainName(declaration.name.text), plainName(type.expression.getText())] as const,
        ),
      ),
    );
  const inherited = parents.map(([name, parent]) => [name, { ...fields[parent], ...fields[name] }] as const);
  return { ...fields, ...Object.fromEntries(inherited) };
}

function aliasesOf(file: ts.SourceFile): Readonly<Record<string, SchemaType>> {
  return Object.fromEntries(
    file.statements
      .filter(ts.isTypeAliasDeclaration)
      .filter((alias) => !ownOfTypings.test(alias.name.text))
      .map((alias) => [plainName(alias.name.text), readType(alias.type)]),
  );
}

function methodsOf(file: ts.SourceFile): readonly (readonly [string, ts.TypeReferenceNode])[] {
  const calls = file.statements
    .filter(ts.isInterfaceDeclaration)
    .find((declaration) => declaration.name.text === 'APIMethods');
  return [...(calls?.members ?? [])].filter(ts.isPropertySignature).map((member) => {
    if (member.type === undefined || !ts.isTypeReferenceNode(member.type)) {
      throw new Error(`The method ${member.name.getText()} is typed in a form that is not known here.`);
    }
    return [member.name.getText(), member.type] as const;
  });
}

/** `CallAPI<Params.X, Result>`, or `CallAPIWithoutParams<Result>`. */
function readMethod(
  call: ts.TypeReferenceNode,
  parameterTypes: Readonly<Record<string, SchemaFields>>,
): BotApiSchema['methods'][string] {
  const [first, second] = call.typeArguments ?? [];
  if (first === undefined) throw new Error(`A method has no types: ${call.getText()}`);
  if (second === undefined) return { parameters: {}, result: readType(first) };
  const parameters = parameterTypes[plainName(first.getText())];
  if (parameters === undefined) throw new Error(`There are no parameters named ${first.getText()}.`);
  return { parameters, result: readType(second) };
}

function requireResolved({ methods, types, aliases }: BotApiSchema): void {
  const known = new Set([...Object.keys(types), ...Object.keys(aliases)]);
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const { ref } = value as { readonly ref?: unknown };
    if (typeof ref === 'string' && !known.has(ref))
      throw new Error(`The typings name ${ref} but don't have it.`);
    for (const inner of Object.values(value)) visit(inner);
  };
  visit([methods, types, aliases]);
}
