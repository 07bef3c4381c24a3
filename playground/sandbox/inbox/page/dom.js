/**
 * An element with attributes and children. Texts become text nodes, never markup: what pushes and requests hold is
 * untrusted. Attributes and children that are undefined, null or false are left out; `true` is a bare attribute.
 */
export function element(name, attributes = {}, ...children) {
	const node = document.createElement(name);
	for (const [key, value] of Object.entries(attributes)) {
		if (value === undefined || value === null || value === false) continue;
		if (typeof value === 'function') node.addEventListener(key, value);
		else node.setAttribute(key, value === true ? '' : String(value));
	}
	fill(node, ...children);
	return node;
}

/** Puts children in place of those that a node has; what is left out is left out. */
export function fill(node, ...children) {
	const isThere = (child) => child !== undefined && child !== null && child !== false;
	node.replaceChildren(...children.flat().filter(isThere));
}

export const byId = (id) => document.getElementById(id);

const kept = new WeakMap();

/**
 * Makes the children of a list match `items`: an item that was there keeps its element, with focus and open details;
 * `create(item)` gives `{ node, update(item) }`, and `update` runs whenever the item has changed.
 * Without items the list says `empty`.
 */
export function keepInStep(list, items, { keyOf, create, empty }) {
	const known = kept.get(list) ?? new Map();
	const next = new Map();
	for (const item of items) {
		const key = keyOf(item);
		const json = JSON.stringify(item);
		const entry = known.get(key) ?? { ...create(item), json: '' };
		if (entry.json !== json) entry.update(item);
		entry.json = json;
		next.set(key, entry);
	}
	for (const [key, { node }] of known) if (!next.has(key)) node.remove();
	kept.set(list, next);
	list.querySelector(':scope > .empty')?.remove();
	let place = list.firstElementChild;
	for (const { node } of next.values()) {
		if (node === place) place = place.nextElementSibling;
		else list.insertBefore(node, place);
	}
	if (next.size === 0) list.append(element('li', { class: 'empty' }, empty));
}

/** Pretty JSON in a box that can be scrolled by keyboard. */
export function jsonBox(label, value) {
	const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
	return [element('h3', {}, label), element('pre', { tabindex: 0, 'aria-label': label }, text || '(empty)')];
}

/** A row whose summary opens details that are fetched when they are first looked at, and again when they changed. */
export function expandableRow({ id, className, load }) {
	const summary = element('summary');
	const detail = element('div', { class: 'detail' });
	const details = element('details', {}, summary, detail);
	const node = element('li', { id, class: className }, details);
	const refresh = async () => {
		if (!details.open) return;
		try {
			fill(detail, await load());
		} catch (error) {
			fill(detail, element('p', { class: 'hint' }, error.message));
		}
	};
	details.addEventListener('toggle', refresh);
	return { node, summary, refresh };
}
