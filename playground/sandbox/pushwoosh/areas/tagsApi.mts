import type { Answer } from '../../http/message.mts';
import * as is from '../checks.mts';
import { envelope, Refusal } from '../envelope.mts';
import type { Call } from '../envelope.mts';
import type { PushwooshState } from '../state.mts';
import type { TagType } from '../tags.mts';
import { TAG_TYPE_NUMBERS } from './books.mts';
import type { AreaMethod } from './families.mts';
import { demand, needed, optional } from './fields.mts';

const TYPES: readonly TagType[] = ['Integer', 'String', 'List', 'Date', 'Boolean', 'Decimal', 'Version'];

export const TAG_METHODS: Record<string, AreaMethod> = {
	addTag: { token: 'server', fields: { tag: needed(is.object) }, run: addTag },
	deleteTag: { token: 'server', fields: { tag: needed(is.object) }, run: deleteTag },
	listTags: { token: 'server', fields: {}, run: listTags },
};

function addTag(state: PushwooshState, { fields }: Call): Answer {
	const { existingTagAs, flag } = state.settings.tags;
	const tag = fields.tag as Record<string, unknown>;
	demand(
		tag,
		{
			name: needed(is.text),
			type: needed(is.range(1, 7)),
			...(flag === 'applicationSpecific' ? {} : { user_specific: optional(is.flag) }),
			...(flag === 'userSpecific' ? {} : { application_specific: optional(is.flag) }),
		},
		'tag.',
	);
	const name = String(tag.name);
	if (state.tags.has(name)) {
		if (existingTagAs === 'resultFalse') return envelope(200, 'OK', { result: false });
		throw new Refusal(210, `Tag "${name}" already exists`);
	}
	state.tags.set(name, TYPES[Number(tag.type) - 1]);
	state.books.tagFlags.set(name, {
		userSpecific: tag.user_specific === true,
		applicationSpecific: tag.application_specific === true,
	});
	state.books.changes.push({ what: `tag “${name}” created`, at: state.clock.now() });
	return envelope(200, 'OK', { result: true });
}

/** Takes the tag's values from every device with it. */
function deleteTag(state: PushwooshState, { fields }: Call): Answer {
	const tag = fields.tag as Record<string, unknown>;
	demand(tag, { name: needed(is.text) }, 'tag.');
	const name = String(tag.name);
	if (!state.tags.delete(name)) {
		const code = state.settings.tags.unknownTagAs === 'refused404' ? 404 : 210;
		throw new Refusal(code, `Tag "${name}" not found`);
	}
	state.books.tagFlags.delete(name);
	for (const { tags, applicationTags = {} } of state.devices) {
		delete tags[name];
		for (const own of Object.values(applicationTags)) delete own[name];
	}
	state.books.changes.push({ what: `tag “${name}” deleted`, at: state.clock.now() });
	return envelope(200, 'OK', { result: true });
}

function listTags(state: PushwooshState): Answer {
	const tags = [...state.tags].map(([name, type]) => ({
		name,
		type: TAG_TYPE_NUMBERS[type],
		isApplicationSpecific: state.books.tagFlags.get(name)?.applicationSpecific ?? false,
	}));
	return envelope(200, 'OK', { tags });
}
