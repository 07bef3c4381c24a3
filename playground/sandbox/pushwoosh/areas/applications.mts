import { createHash } from 'node:crypto';
import { jsonAnswer } from '../../http/message.mts';
import type { Answer } from '../../http/message.mts';
import * as is from '../checks.mts';
import { envelope, Refusal, requireApplication } from '../envelope.mts';
import type { Call } from '../envelope.mts';
import { newCode } from '../state.mts';
import type { PushwooshState } from '../state.mts';
import type { AreaMethod } from './families.mts';
import { needed, optional } from './fields.mts';
import type { Fields } from './fields.mts';

const SETTINGS: Fields = {
	icon: optional(is.pngInBase64),
	sdk_ios: optional(is.oneOf('pw', 'corona')),
	sdk_android: optional(is.oneOf('pw', 'corona', 'phonegap')),
};

/** Creation, change, removal and settings of applications; the list of them is getApplications. */
export const APPLICATION_METHODS: Record<string, AreaMethod> = {
	createApplication: {
		token: 'server',
		fields: { title: needed(is.text), ...SETTINGS, authorize_all_tokens: optional(is.flag) },
		run: onCustomPlans(createApplication),
	},
	updateApplication: {
		token: 'server',
		fields: { application: optional(is.text), title: optional(is.filledText), ...SETTINGS },
		run: onCustomPlans(updateApplication),
	},
	deleteApplication: {
		token: 'server',
		fields: { application: optional(is.text) },
		run: onCustomPlans(deleteApplication),
	},
	getApplication: {
		token: 'server',
		fields: { application: optional(is.text) },
		run: onCustomPlans(getApplication),
	},
};

function onCustomPlans(run: AreaMethod['run']): AreaMethod['run'] {
	return (state, call) => {
		if (state.settings.applications.plan === 'ordinary')
			throw new Refusal(403, 'The subscription plan does not include this method');
		return run(state, call);
	};
}

function createApplication(state: PushwooshState, { token, fields }: Call): Answer {
	const { title, authorize_all_tokens: isForAll, ...settings } = fields;
	const code = newCode(5, 5);
	state.addApplication(code, String(title));
	state.books.applicationSettings.set(code, { ...madeUpSettings(code), ...settings });
	for (const other of state.apiTokens.values()) {
		if (other.applications !== 'all' && (isForAll === true || other === token)) other.applications.push(code);
	}
	note(state, `application “${String(title)}” created`, code);
	return envelope(200, 'OK', { application: code });
}

function updateApplication(state: PushwooshState, call: Call): Answer {
	const application = requireApplication(state, call);
	const { title, application: code, ...settings } = call.fields;
	if (typeof title === 'string') application.name = title;
	state.books.applicationSettings.set(application.code, {
		...settingsOf(state, application.code),
		...settings,
	});
	note(state, `application “${application.name}” changed`, application.code);
	if (state.settings.applications.updateAnswer === 'null') return envelope(200, 'OK', null);
	return jsonAnswer(200, { status_code: 200, status_message: 'OK' });
}

function deleteApplication(state: PushwooshState, call: Call): Answer {
	const { code, name } = requireApplication(state, call);
	state.applications.delete(code);
	note(state, `application “${name}” deleted`, code);
	return envelope(200, 'OK', null);
}

/** Platform settings, flat, with the secrets in them. */
function getApplication(state: PushwooshState, call: Call): Answer {
	const { code, name } = requireApplication(state, call);
	const title = state.settings.applications.getHoldsTitle ? { code, title: name } : {};
	const { icon, ...settings } = settingsOf(state, code);
	const icon_url = icon === undefined ? null : `https://static.example/icons/${code}.png`;
	return envelope(200, 'OK', { application: { ...title, ...settings, icon_url } });
}

function settingsOf(state: PushwooshState, code: string): Record<string, unknown> {
	return state.books.applicationSettings.get(code) ?? madeUpSettings(code);
}

/** The same hex-like secrets for an application each time. */
function madeUpSettings(code: string): Record<string, unknown> {
	const secret = (what: string) =>
		createHash('sha256').update(`${what} of ${code}`).digest('hex').slice(0, 32);
	return {
		adm_cid: `amzn1.application-oa2-client.${secret('adm client')}`,
		adm_secret: secret('adm secret'),
		android_api_type: 'fcm',
		android_gcm_api_key: secret('gcm key'),
		android_sdk: 'pw',
		ios_apple_appid: '1234567890',
		ios_certificate_password: secret('certificate'),
	};
}

function note(state: PushwooshState, what: string, application: string): void {
	state.books.changes.push({ what, application, at: state.clock.now() });
}
