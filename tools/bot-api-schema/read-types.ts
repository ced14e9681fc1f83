import ts from 'typescript';
import type { Bounds, SchemaField, SchemaFields, SchemaType } from '../../src/sandbox/schema/schema.ts';

/** The typings write every number as `number`; the documentation calls these Float. */
const floatNames =
  /^(latitude|longitude|horizontal_accuracy|scale|temperature|rotation_angle|[xy]_shift|\w+_percentage|\w+_timestamp)$/;

const keywords = new Map<ts.SyntaxKind, SchemaType>([
  [ts.SyntaxKind.StringKeyword, 'string'],
  [ts.SyntaxKind.TemplateLiteralType, 'string'],
  [ts.SyntaxKind.NumberKeyword, 'integer'],
  [ts.SyntaxKind.BooleanKeyword, 'boolean'],
  [ts.SyntaxKind.TypeLiteral, 'object'],
  [ts.SyntaxKind.AnyKeyword, 'any'],
  [ts.SyntaxKind.UnknownKeyword, 'any'],
]);

/** The name the documentation gives to a type: the typings prefix theirs. */
export function plainName(name: string): string {
  return name.replace(/^(Objects|Params)\./, '').replace(/^Telegram/, '');
}

export function readType(node: ts.TypeNode): SchemaType {
  const keyword = keywords.get(node.kind);
  if (keyword !== undefined) return keyword;
  if (ts.isLiteralTypeNode(node)) return readLiteral(node.literal);
  if (ts.isParenthesizedTypeNode(node)) return readType(node.type);
  if (ts.isArrayTypeNode(node)) return { array: readType(node.elementType) };
  if (ts.isUnionTypeNode(node)) return readUnion(node);
  if (ts.isTypeReferenceNode(node)) return readReference(node);
  throw new Error(`The typings have a form that is not known here: ${node.getText()}`);
}

function readLiteral(literal: ts.LiteralTypeNode['literal']): SchemaType {
  if (literal.kind === ts.SyntaxKind.TrueKeyword) return 'true';
  if (literal.kind === ts.SyntaxKind.FalseKeyword) return { values: [false] };
  if (ts.isStringLiteral(literal)) return { values: [literal.text] };
  if (ts.isNumericLiteral(literal)) return { values: [Number(literal.text)] };
  throw new Error(`The typings have a literal that is not known here: ${literal.getText()}`);
}

/** Helper members such as `{ toJSON(): … }` are the typings' own; texts and numbers become one list. */
function readUnion(node: ts.UnionTypeNode): SchemaType {
  const members = node.types
    .filter((member) => !ts.isTypeLiteralNode(member))
    .map(readType)
    .flatMap((member) => (typeof member === 'object' && 'union' in member ? member.union : [member]));
  const values = members.flatMap((member) =>
    typeof member === 'object' && 'values' in member ? member.values : [],
  );
  const others = members.filter((member) => !(typeof member === 'object' && 'values' in member));
  const distinct = [...new Map(others.map((member) => [JSON.stringify(member), member])).values()];
  const union: readonly SchemaType[] = [...(values.length > 0 ? [{ values }] : []), ...distinct];
  return union.length === 1 && union[0] !== undefined ? union[0] : { union };
}

function readReference(node: ts.TypeReferenceNode): SchemaType {
  const name = node.typeName.getText();
  const [first] = node.typeArguments ?? [];
  // `Exclude<keyof TelegramUpdate, 'update_id'>`: the kinds of update.
  if (name === 'Exclude') return { ref: 'UpdateKind' };
  if (name === 'Array' && first !== undefined) return { array: readType(first) };
  if (name === 'Record') return 'object';
  if (['Partial', 'Required', 'Omit', 'Pick'].includes(name) && first !== undefined) return readType(first);
  return plainName(name) === 'InputFile' ? 'file' : { ref: plainName(name) };
}

export function readFields(declaration: ts.InterfaceDeclaration): SchemaFields {
  return Object.fromEntries(
    declaration.members.filter(ts.isPropertySignature).map((member) => {
      const name = member.name.getText().replace(/['"]/g, '');
      return [name, readField(name, member, declaration.name.text)];
    }),
  );
}

function readField(name: string, member: ts.PropertySignature, owner: string): SchemaField {
  if (member.type === undefined) throw new Error(`${owner}.${name} has no type in the typings.`);
  const type = readType(member.type);
  return {
    type: type === 'integer' && isFloat(name, owner) ? 'float' : type,
    ...(member.questionToken === undefined && { required: true as const }),
    ...readLimits(documentationOf(member)),
  };
}

function isFloat(name: string, owner: string): boolean {
  return floatNames.test(name)
    ? name !== 'start_timestamp'
    : name === 'duration' && /StoryContentVideo|PostStory/.test(owner);
}

function documentationOf(node: ts.Node): string {
  return ts
    .getJSDocCommentsAndTags(node)
    .filter(ts.isJSDoc)
    .map((comment) => ts.getTextOfJSDocComment(comment.comment) ?? '')
    .join('\n');
}

type Limits = Pick<SchemaField, 'bytes' | 'characters' | 'items' | 'range'>;

const limitForms: readonly (readonly [RegExp, keyof Limits])[] = [
  [/(\d+)-(\d+) bytes/, 'bytes'],
  [/(\d+)-(\d+) characters/, 'characters'],
  [/(?:up to|at most) (\d+) characters/i, 'characters'],
  [/must include (\d+)-(\d+) items/, 'items'],
  [/at most (\d+) commands/, 'items'],
  [/[Vv]alues between (\d+)[-–](\d+)/, 'range'],
  [/simultaneous HTTPS connections .*?(\d+)-(\d+)/, 'range'],
];

/** Addresses go first: a `#…-2-0` in one looks like a range. */
function readLimits(documentation: string): Limits {
  const words = documentation.replace(/\(https?:[^)]*\)/g, '');
  for (const [form, limit] of limitForms) {
    const [, first, second] = form.exec(words) ?? [];
    if (first === undefined) continue;
    const bounds: Bounds = second === undefined ? [0, Number(first)] : [Number(first), Number(second)];
    return { [limit]: bounds };
  }
  return {};
}
