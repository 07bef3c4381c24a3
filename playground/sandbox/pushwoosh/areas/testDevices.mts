import type { Answer } from '../../http/message.mts';
import * as is from '../checks.mts';
import { envelope, Refusal, requireApplication } from '../envelope.mts';
import type { Call } from '../envelope.mts';
import type { PushwooshState } from '../state.mts';
import type { AreaMethod } from './families.mts';
import { needed, optional } from './fields.mts';

export const TEST_DEVICE_METHODS: Record<string, AreaMethod> = {
	createTestDevice: {
		token: 'serverOptional',
		fields: {
			application: optional(is.text),
			push_token: needed(is.text),
			device_type: needed(is.platform),
			name: needed(is.text),
			description: optional(is.text),
		},
		run: createTestDevice,
	},
	listTestDevices: { token: 'server', fields: { application: optional(is.text) }, run: listTestDevices },
};

function createTestDevice(state: PushwooshState, call: Call): Answer {
	const isWithout = call.token.type === 'device';
	if (isWithout && state.settings.testDevices.createAuth === 'needed')
		throw new Refusal(210, 'API token or application is not set');
	const { code: application } = requireApplication(state, call);
	const { push_token, device_type, name, description = '' } = call.fields;
	state.books.testDevices.push({
		application,
		name: String(name),
		push_token: String(push_token),
		device_type: Number(device_type),
		description: String(description),
	});
	state.books.changes.push({
		what: `test device “${String(name)}” created`,
		application,
		at: state.clock.now(),
	});
	return envelope(200, 'OK', null);
}

function listTestDevices(state: PushwooshState, call: Call): Answer {
	const { code: application } = requireApplication(state, call);
	const TestDevices = state.books.testDevices
		.filter((device) => device.application === application)
		.map(({ name, device_type, push_token, description }) => ({
			name,
			type: String(device_type),
			pushtoken: push_token,
			description,
		}));
	return envelope(200, 'OK', { TestDevices });
}
