import { filledText } from '../../api/applications';
import { GET_PRESET, listPresets, readPreset } from '../../api/presets';
import { askPushwoosh } from '../../api/request';
import { creation } from '../shared/creation';
import { PRESET } from './fields';
import { presetFacts, presetFields, readNewPreset } from './newPreset';

/** Makes presets; the answer holds no code, so all of an application's are looked up in its list at the end. */
export const createPreset = creation({
	description: 'Save the texts of a push as a preset',
	fields: presetFields,
	unit: PRESET,
	read: readNewPreset,
	method: 'createPreset',
	code: ({ code, preset_code: presetCode }) => filledText(code) ?? filledText(presetCode),
	codeFromList: true,
	async list(application, hands) {
		return (await listPresets(hands, application)).map((preset) => ({
			name: String(preset.name),
			...(preset.code === undefined ? {} : { code: String(preset.code) }),
			facts: presetFacts(preset),
		}));
	},
	async look(existing, hands) {
		const { code } = existing;
		if (code === undefined || Object.keys(existing.facts).length > 0) return existing;
		const preset = await askPushwoosh(hands, {
			family: 'remote',
			...GET_PRESET,
			request: { preset_code: code },
			read: ({ response }) => readPreset(response, code),
		});
		return { ...existing, facts: presetFacts(preset) };
	},
});
