import { readFileSync } from 'node:fs';
import type { INodeProperties } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';

import { builtDescriptions, NODES } from '../nodes.mts';

/** What n8n's guidelines and the screen have room for, in characters that are seen. */
const MOST = { notice: 120, hint: 120, description: 150 };
/** n8n's own list, https://docs.n8n.io/integrations/creating-nodes/build/reference/node-codex-files/ */
const CATEGORIES = ['Marketing & Content', 'Communication'];

/** Each field of a form, those in collections and the choices of lists included. */
function fieldsOf(properties: INodeProperties[], path = ''): Array<INodeProperties & { path: string }> {
	return properties.flatMap((field) => {
		const here = `${path}/${field.displayName}`;
		const inner = (field.options ?? []).flatMap((option) => {
			if ('values' in option) return fieldsOf(option.values, `${here}/${option.displayName}`);
			return 'type' in option ? fieldsOf([option], here) : [];
		});
		return [{ ...field, path: here }, ...inner];
	});
}

const seen = (html: string) => html.replace(/<[^>]*>/g, '');
const tooLong = (texts: Array<[path: string, text: string | undefined]>, most: number) =>
	texts.filter(([, text]) => seen(text ?? '').length > most);

describe.each(builtDescriptions())('the form of $displayName', ({ properties, subtitle, usableAsTool }) => {
	const fields = fieldsOf(properties);

	it('has short notices, hints and descriptions', () => {
		const notices = fields.filter(({ type }) => type === 'notice');
		expect(
			tooLong(
				notices.map(({ path, displayName }) => [path, displayName]),
				MOST.notice,
			),
		).toEqual([]);
		expect(
			tooLong(
				fields.map(({ path, hint }) => [path, hint]),
				MOST.hint,
			),
		).toEqual([]);
		expect(
			tooLong(
				fields.map(({ path, description }) => [path, description]),
				MOST.description,
			),
		).toEqual([]);
	});

	it('lists what need not be chosen with a choice for that: n8n marks an empty value that its list lacks as wrong', () => {
		const lists = [
			...properties,
			...properties.flatMap(({ type, options }) => (type === 'collection' ? options : [])),
		]
			.filter((field): field is INodeProperties => field !== undefined && 'type' in field)
			.filter(
				({ typeOptions, required, type }) =>
					typeOptions?.loadOptionsMethod && type === 'options' && !required,
			);
		for (const { typeOptions } of lists) expect(typeOptions?.loadOptionsMethod).toMatch(/Or(None|Any)$/);
	});

	it('offers operations, each with an action, and says in the canvas what it does', () => {
		const operations = properties.filter(({ name }) => name === 'operation');
		expect(operations.length).toBeGreaterThan(0);
		for (const { options = [], noDataExpression } of operations) {
			expect(noDataExpression).toBe(true);
			for (const option of options) expect(option).toHaveProperty('action');
		}
		expect(subtitle).toMatch(/^=\{\{.*\}\}$/);
		expect(usableAsTool).toBe(true);
	});

	it('requires nothing inside a collection', () => {
		const outside = new Set(properties.map(({ displayName }) => `/${displayName}`));
		expect(fields.filter(({ required, path }) => required && !outside.has(path))).toEqual([]);
	});

	it('gives each example of a value as one', () => {
		const isButton = ({ type }: INodeProperties) => /ollection$/.test(type);
		const placeholders = fields.filter((field) => field.placeholder && !isButton(field));
		expect(placeholders.filter(({ placeholder }) => !placeholder?.startsWith('e.g. '))).toEqual([]);
	});

	it('sorts what can be added, and long lists of choices, by name', () => {
		const lists = fields.filter(({ type, options = [] }) => type === 'collection' || options.length > 4);
		for (const { path, options = [], type } of lists) {
			const names = options.map((option) => ('displayName' in option ? option.displayName : option.name));
			// "Choose a …" and what a zone is counted from stand first.
			const free =
				type === 'options' ? names.filter((name) => !/^Choose |^UTC$|\d|^Default/.test(name)) : names;
			const sorted = [...free].sort((a, b) => a.localeCompare(b, 'en', { sensitivity: 'base' }));
			expect(free, path).toEqual(sorted);
		}
	});
});

it.each(NODES)('$className is found in its category and by its type', ({ source, type }) => {
	const codex = JSON.parse(readFileSync(source.replace(/\.ts$/, '.json'), 'utf8')) as Record<string, unknown>;
	expect(codex).toMatchObject({ node: `n8n-nodes-pushwoosh-fcm.${type}`, categories: CATEGORIES });
	expect(codex.alias).toEqual(expect.arrayContaining(['push', expect.stringMatching(/\bnotification$/)]));
});
