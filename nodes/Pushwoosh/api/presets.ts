import type { IDataObject } from 'n8n-workflow';
import type { HttpAnswer } from '../../shared/http/answer';
import { asRecord } from '../../shared/json';
import { filledText } from './applications';
import { readEntries } from './entries';
import { askPushwoosh, type Asking } from './request';

/** How listPresets is called: the answer's shape is documented nowhere (Pushwoosh API reference, 7.3). */
export const LIST_PRESETS = {
	method: 'listPresets',
	asks: 'list the presets',
	unproven: { message: "Pushwoosh's answer holds no list of presets" },
};

/** Lists the presets of an application. */
export async function listPresets(hands: Asking, application: string): Promise<IDataObject[]> {
	return await askPushwoosh(hands, {
		family: 'remote',
		...LIST_PRESETS,
		request: { application },
		read: (_, http) => readPresets(http),
	});
}

/** @returns the presets, whether they are what was answered or stand in it under `presets`; undefined where there are none */
export function readPresets({ json }: Pick<HttpAnswer, 'json'>): IDataObject[] | undefined {
	const response = asRecord(json)?.response;
	return readEntries(asRecord(response)?.presets ?? response, 'preset_code');
}

/** How getPreset is called. */
export const GET_PRESET = {
	method: 'getPreset',
	asks: 'give the preset',
	unproven: { message: "Pushwoosh's answer holds no preset" },
};

/** @returns the preset with its code, be it the answer itself or under `preset`; undefined for an empty answer */
export function readPreset(response: IDataObject, code: string): IDataObject | undefined {
	const preset = asRecord(response.preset) ?? response;
	if (Object.keys(preset).length === 0) return undefined;
	const name = filledText(preset.name) ?? filledText(preset.title);
	return { code: filledText(preset.code) ?? code, ...(name === undefined ? {} : { name }), ...preset };
}
