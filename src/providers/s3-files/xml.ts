/** One element of an answer. Text between child elements is not kept: S3 has none. */
export interface XmlElement {
  readonly name: string;
  /** Of an element without children. */
  readonly text: string;
  readonly children: readonly XmlElement[];
}

const token =
  /<\?xml[^?]*\?>|<!--.*?-->|<(\/?)([A-Za-z_][\w.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|[^<]+/gsy;
const maxDepth = 32;

/**
 * Reads the XML that S3 writes: elements and text. Undefined for anything else, above all for document types, which
 * could name files or swell without end.
 */
export function parseXml(source: string): XmlElement | undefined {
  const root: Open = { name: '', text: '', children: [] };
  const open: Open[] = [root];
  let at = 0;
  while (at < source.length) {
    token.lastIndex = at;
    const found = token.exec(source);
    if (!found || open.length > maxDepth) return undefined;
    at = token.lastIndex;
    if (!take(found, open)) return undefined;
  }
  return open.length === 1 && root.children.length === 1 && root.text.trim() === ''
    ? root.children[0]
    : undefined;
}

interface Open {
  readonly name: string;
  text: string;
  readonly children: XmlElement[];
}

function take([whole, closing, name, , empty]: RegExpExecArray, open: Open[]): boolean {
  const inner = open.at(-1);
  if (!inner) return false;
  if (name === undefined) {
    const text = whole.startsWith('<') ? '' : unescaped(whole);
    if (text === undefined) return false;
    inner.text += text;
    return true;
  }
  if (closing !== '/') {
    const element: Open = { name, text: '', children: [] };
    inner.children.push(element);
    if (empty !== '/') open.push(element);
    return true;
  }
  open.pop();
  return inner.name === name && open.length > 0;
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(text: string): string | undefined {
  let isSound = true;
  const plain = text.replace(/&([^;]{0,10});?/g, (whole, name: string) => {
    const code = /^#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}))$/.exec(name);
    const point = code ? Number.parseInt(code[1] ?? code[2] ?? '', code[1] === undefined ? 10 : 16) : -1;
    if (point >= 0 && point <= 0x10ffff && whole.endsWith(';')) return String.fromCodePoint(point);
    isSound &&= whole.endsWith(';') && name in named;
    return named[name] ?? '';
  });
  return isSound ? plain : undefined;
}

export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name);
}

export function textOf(element: XmlElement | undefined, name: string): string | undefined {
  return childOf(element, name)?.text;
}

export function writeXml({ name, text, children }: XmlElement): string {
  const inner = children.length > 0 ? children.map(writeXml).join('') : escapeXml(text);
  return `<${name}>${inner}</${name}>`;
}

/** An element to be written: with children, or with text. */
export function element(name: string, content: string | readonly XmlElement[]): XmlElement {
  return typeof content === 'string'
    ? { name, text: content, children: [] }
    : { name, text: '', children: content };
}

function escapeXml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
