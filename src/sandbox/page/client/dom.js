/**
 * The only place where elements are made. Children are text nodes or elements: nothing is ever parsed as HTML.
 *
 * @typedef {Node | string | number | undefined | null | false} Child
 * @typedef {Readonly<Record<string, string | number | boolean | undefined | ((event: any) => void)>>} Properties
 */

/**
 * `on…` properties are listeners, `true` gives an empty attribute, `false` and `undefined` give none.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Properties} [properties]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false)
      element.setAttribute(name, value === true ? '' : String(value));
  }
  append(element, children);
  return element;
}

/**
 * @param {Element | DocumentFragment} parent
 * @param {readonly Child[]} children
 */
export function append(parent, children) {
  for (const child of children) {
    if (child === undefined || child === null || child === false) continue;
    parent.append(child instanceof Node ? child : String(child));
  }
}

/**
 * @param {Element} parent
 * @param {...Child} children
 */
export function replaceChildren(parent, ...children) {
  parent.replaceChildren();
  append(parent, children);
}

const svgNamespace = 'http://www.w3.org/2000/svg';

/**
 * @param {string} name of a symbol in icons.svg
 * @returns {SVGSVGElement}
 */
export function icon(name) {
  const svg = document.createElementNS(svgNamespace, 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(svgNamespace, 'use');
  use.setAttribute('href', `/page/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

/**
 * @param {string} iconName
 * @param {string} label read out, and shown as a hint
 * @param {(event: MouseEvent) => void} onclick
 * @param {string} [className]
 * @returns {HTMLButtonElement}
 */
export function iconButton(iconName, label, onclick, className = '') {
  return h(
    'button',
    { type: 'button', class: `icon-button ${className}`, 'aria-label': label, title: label, onclick },
    icon(iconName),
  );
}
