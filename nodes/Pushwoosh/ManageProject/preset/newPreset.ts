import type { INodeProperties } from 'n8n-workflow';
import { ItemProblem } from '../../../shared/failure';
import type { ItemReader } from '../../../shared/form/itemReader';
import { asRecord, mergeDeeply } from '../../../shared/json';
import { contentField } from '../../fields/contentField';
import { PLATFORMS, readPlatforms } from '../../fields/platforms';
import type { Requested } from '../shared/creation';
import { application, ifExistsField, nameField, rawFields, readRawFields } from '../shared/fields';

export const presetFields: INodeProperties[] = [
	application,
	nameField('the preset', 'Order shipped'),
	{
		displayName: 'Title',
		name: 'title',
		type: 'string',
		default: '',
		placeholder: 'e.g. Good news',
		description: 'Stands above the content',
	},
	contentField('Text of the push, which Pushwoosh wants'),
	{
		displayName: 'Platforms',
		name: 'platforms',
		type: 'multiOptions',
		options: PLATFORMS,
		default: [],
		description: 'The platforms that it is for; Pushwoosh wants at least one',
	},
	ifExistsField(),
	rawFields,
];

/**
 * Reads a preset that is to be made (Pushwoosh API reference, createPreset: other names than everywhere else).
 * @throws ItemProblem without a text, or without platforms
 */
export function readNewPreset(item: ItemReader): Requested {
	const code = item.locator('application').value;
	const name = item.requiredText('name');
	const title = item.text('title');
	const message = item.text('content');
	const platforms = readPlatforms(item);
	const request = mergeDeeply(
		{
			applicationCode: code,
			name,
			content: { ...(message.trim() === '' ? {} : { message }), ...(title.trim() === '' ? {} : { title }) },
			...(platforms.length > 0 ? { segmentation: { platforms } } : {}),
		},
		readRawFields(item),
	);
	if (!asRecord(request.content)?.message) throw emptyField(item, 'content');
	const chosen = asRecord(request.segmentation)?.platforms;
	if (!Array.isArray(chosen) || chosen.length === 0) throw emptyField(item, 'platforms');
	return {
		application: code,
		name,
		request,
		facts: presetFacts(request),
	};
}

function emptyField(item: ItemReader, name: string): ItemProblem {
	const { label } = item.field(name);
	return new ItemProblem(`'${label}' is empty`, 'Pushwoosh makes no preset without it.', 'EMPTY_PARAMETER');
}

/** What can be compared: of a request, or of a preset as Pushwoosh describes it. */
export function presetFacts(preset: Record<string, unknown>): Record<string, unknown> {
	const content = asRecord(preset.content);
	const platforms = preset.platforms ?? asRecord(preset.segmentation)?.platforms;
	const facts = {
		title: ofOneLanguage(content?.title ?? (content ? '' : undefined)),
		content: ofOneLanguage(content ? content.message : preset.content),
		platforms: Array.isArray(platforms) ? platforms.map(Number).sort((one, other) => one - other) : undefined,
	};
	return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}

/** Pushwoosh may give a text that was sent without a language back under its default one. */
function ofOneLanguage(text: unknown): unknown {
	const texts = Object.values(asRecord(text) ?? {});
	return texts.length === 1 ? texts[0] : text;
}
