import type { INodeProperties } from 'n8n-workflow';

/**
 * Makes the part of a node's subtitle that names what is chosen in a list. n8n gives subtitles the values only.
 * @param form the node's properties, some of which are the list
 * @param list its name
 * @returns a JavaScript expression whose value is the chosen name as the form shows it
 */
export function shownChoice(form: readonly INodeProperties[], list: string): string {
	const choices = form.flatMap(({ name, options = [] }) => (name === list ? options : []));
	const names = choices.flatMap((choice) =>
		'value' in choice ? [[choice.value, choice.name] as const] : [],
	);
	return `(${JSON.stringify(Object.fromEntries(names))})[$parameter["${list}"]]`;
}
