import { isObject, jsonAnswer } from '../../http/message.mts';
import type { Answer } from '../../http/message.mts';
import * as is from '../checks.mts';
import { envelope, Refusal, requireApplication } from '../envelope.mts';
import type { Call } from '../envelope.mts';
import { newCode } from '../state.mts';
import type { PushwooshState } from '../state.mts';
import type { Preset } from './books.mts';
import type { AreaMethod } from './families.mts';
import { demand, needed, optional } from './fields.mts';
import type { Fields } from './fields.mts';

const CONTENT: Fields = {
	message: needed(is.localizedText),
	title: optional(is.localizedText),
	subtitle: optional(is.localizedText),
	action: optional(is.object),
	userData: optional(is.list),
	properties: optional(is.list),
};
const ACTION: Fields = {
	type: needed(is.oneOf('url', 'deepLink', 'richMedia', 'openApp')),
	options: optional(is.object),
};
const SEGMENTATION: Fields = {
	filter: optional(is.filledText),
	platforms: needed(is.platforms),
};

export const PRESET_METHODS: Record<string, AreaMethod> = {
	createPreset: {
		token: 'server',
		fields: {
			name: needed(is.text),
			applicationCode: optional(is.code),
			applicationGroupCode: optional(is.code),
			campaignCode: optional(is.code),
			content: needed(is.object),
			scheduling: optional(is.object),
			segmentation: needed(is.object),
		},
		run: createPreset,
	},
	getPreset: { token: 'server', fields: { preset_code: needed(is.code) }, run: getPreset },
	listPresets: { token: 'server', fields: { application: optional(is.text) }, run: listPresets },
	deletePreset: { token: 'server', fields: { preset_code: needed(is.code) }, run: deletePreset },
};

/** 200 without a `response` at all, with null, or with what there is to say. */
function answerAs(kind: 'noResponse' | 'null' | 'code', response: object): Answer {
	if (kind === 'noResponse') return jsonAnswer(200, { status_code: 200, status_message: 'OK' });
	return envelope(200, 'OK', kind === 'null' ? null : response);
}

function createPreset(state: PushwooshState, call: Call): Answer {
	const { fields } = call;
	const { applicationCode: application, applicationGroupCode: group } = fields;
	if ((application === undefined) === (group === undefined))
		throw new Refusal(210, 'Neither an application code nor a group code was given, or both were');
	if (application !== undefined) requireApplication(state, { ...call, fields: { application } });
	const content = fields.content as Record<string, unknown>;
	demand(content, CONTENT, 'content.');
	if (content.action !== undefined) demandAction(content.action as Record<string, unknown>);
	demand(fields.segmentation as Record<string, unknown>, SEGMENTATION, 'segmentation.');
	demand(
		(fields.scheduling ?? {}) as Record<string, unknown>,
		{ sendRate: optional(is.range(100, 1000)) },
		'scheduling.',
	);
	const code = newCode(5, 5);
	const preset = { code, name: String(fields.name), application: String(application ?? group), fields };
	state.books.presets.set(code, preset);
	note(state, `preset “${preset.name}” created`, preset.application);
	return answerAs(state.settings.presets.createAnswer, { [state.settings.presets.codeKey]: code });
}

function demandAction(action: Record<string, unknown>): void {
	demand(action, ACTION, 'content.action.');
	if (action.type !== 'openApp' && action.options === undefined)
		throw new Refusal(210, 'Field "content.action.options" is required');
}

function note(state: PushwooshState, what: string, application: string): void {
	state.books.changes.push({ what, application, at: state.clock.now() });
}

function known(state: PushwooshState, call: Call): Preset {
	const preset = state.books.presets.get(String(call.fields.preset_code));
	if (preset === undefined) throw new Refusal(404, 'Preset not found');
	if (state.applications.has(preset.application))
		requireApplication(state, { ...call, fields: { application: preset.application } });
	return preset;
}

function shown(state: PushwooshState, { code, name, fields }: Preset): Record<string, unknown> {
	const { content, segmentation } = fields;
	return {
		[state.settings.presets.codeKey]: code,
		name,
		...(isObject(content) ? { content } : {}),
		...(isObject(segmentation) ? { platforms: segmentation.platforms } : {}),
	};
}

function getPreset(state: PushwooshState, call: Call): Answer {
	const preset = shown(state, known(state, call));
	return envelope(200, 'OK', state.settings.presets.getIn === 'response' ? preset : { preset });
}

function listPresets(state: PushwooshState, call: Call): Answer {
	const { code: application } = requireApplication(state, call);
	const { listAs, listIn } = state.settings.presets;
	const presets = [...state.books.presets.values()].filter((preset) => preset.application === application);
	const shapes = {
		objectsByCode: () => Object.fromEntries(presets.map((preset) => [preset.code, { name: preset.name }])),
		namesByCode: () => Object.fromEntries(presets.map(({ code, name }) => [code, name])),
		listOfObjects: () => presets.map((preset) => shown(state, preset)),
		listOfCodes: () => presets.map(({ code }) => code),
	};
	const list = shapes[listAs]();
	return envelope(200, 'OK', listIn === 'response' ? list : { presets: list });
}

function deletePreset(state: PushwooshState, call: Call): Answer {
	const { code, name, application } = known(state, call);
	state.books.presets.delete(code);
	note(state, `preset “${name}” deleted`, application);
	return answerAs(state.settings.presets.deleteAnswer, {});
}
