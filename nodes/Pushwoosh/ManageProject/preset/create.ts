import { filledText } from '../../api/applications';
import { getPresetRequest, listPresetsRequest } from '../../api/presets';
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
	async list(application, { http, session }) {
		const { value } = await http.request(listPresetsRequest(session, application));
		return value.map((preset) => ({
			name: String(preset.name),
			...(preset.code === undefined ? {} : { code: String(preset.code) }),
			facts: presetFacts(preset),
		}));
	},
	async look(existing, { http, session }) {
		const { code } = existing;
		if (code === undefined || Object.keys(existing.facts).length > 0) return existing;
		const { value } = await http.request(getPresetRequest(session, code));
		return { ...existing, facts: presetFacts(value) };
	},
});
