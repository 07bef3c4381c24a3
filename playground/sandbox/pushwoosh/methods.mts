import type { Answer, SandboxRequest } from '../http/message.mts';
import { textAnswer } from '../http/message.mts';
import { answerAreaMethod } from './areas/families.mts';
import { AREA_METHODS } from './areas/service.mts';
import { createMessage, CREATE_MESSAGE_FIELDS } from './createMessage.mts';
import { callMethod, envelope, Refusal, requireApplication, requireText } from './envelope.mts';
import type { Call, Method } from './envelope.mts';
import { renderExpression } from './seglang/render.mts';
import { isTakenBack } from './state.mts';
import type { Filter, PushwooshState } from './state.mts';

const METHODS: Record<string, { known: readonly string[]; run: Method }> = {
	getApplications: { known: ['page'], run: getApplications },
	createMessage: { known: CREATE_MESSAGE_FIELDS, run: createMessage },
	deleteMessage: { known: ['message'], run: deleteMessage },
	createFilter: { known: ['name', 'filter_expression', 'application', 'expiration_date'], run: createFilter },
	listFilters: { known: ['application'], run: listFilters },
	deleteFilter: { known: ['name', 'application'], run: deleteFilter },
};

/** Answers `/json/1.3/{method}`. */
export function answerRemoteApi(state: PushwooshState, request: SandboxRequest): Answer {
	const name = request.path.slice('/json/1.3/'.length);
	if (Object.hasOwn(AREA_METHODS, name)) return answerAreaMethod(state, request, name, AREA_METHODS[name]);
	if (!Object.hasOwn(METHODS, name)) return textAnswer(404, 'Resource not found');
	return callMethod(state, request, { name, ...METHODS[name] });
}

function getApplications(state: PushwooshState, { token, fields }: Call): Answer {
	const { page = 0 } = fields;
	if (!Number.isInteger(page) || Number(page) < 0)
		throw new Refusal(210, 'Field "page" must be a whole number');
	const { applicationPages, applicationsAs } = state.settings;
	const all = [...state.applications.values()].filter(
		({ code }) => token.applications === 'all' || token.applications.includes(code),
	);
	const pages = Math.max(1, Math.ceil(all.length / applicationPages.size));
	if (Number(page) >= pages && applicationPages.beyond === 'refused') throw new Refusal(210, 'Wrong page');
	const at = applicationPages.beyond === 'lastAgain' ? Math.min(Number(page), pages - 1) : Number(page);
	const granted = all.slice(at * applicationPages.size, (at + 1) * applicationPages.size);
	const shapes = {
		names: () => Object.fromEntries(granted.map(({ code, name }) => [code, name])),
		objects: () => Object.fromEntries(granted.map(({ code, name }) => [code, { title: name }])),
		array: () => granted.map(({ code, name }) => ({ code, name })),
	};
	return envelope(200, 'OK', {
		total: applicationPages.total === 'pages' ? pages : pages - 1,
		page,
		// An empty map comes as a list.
		applications: granted.length === 0 ? [] : shapes[applicationsAs](),
	});
}

function deleteMessage(state: PushwooshState, call: Call): Answer {
	const message = state.messages.get(requireText(call, 'message'));
	if (message === undefined || isTakenBack(message)) throw new Refusal(210, 'Message not found');
	if (message.status === 'sent') throw new Refusal(210, 'Message has already been sent');
	message.status = 'deleted';
	return envelope(200, 'OK', null);
}

function createFilter(state: PushwooshState, call: Call): Answer {
	const name = requireText(call, 'name');
	const filterExpression = requireText(call, 'filter_expression');
	const { application, expiration_date: expirationDate } = call.fields;
	if (application !== undefined) {
		if (!state.settings.highSpeedSetup)
			throw new Refusal(210, 'Field "application" needs a High-Speed Setup');
		requireApplication(state, call);
	}
	if (expirationDate !== undefined && !isCalendarDate(expirationDate)) {
		throw new Refusal(210, 'Field "expiration_date" must be YYYY-MM-DD');
	}
	state.addFilter({
		name,
		filterExpression,
		...(application === undefined ? {} : { application: application as string }),
		...(expirationDate === undefined ? {} : { expirationDate }),
	});
	return envelope(200, 'OK', { name });
}

function listFilters(state: PushwooshState, call: Call): Answer {
	const { code } = requireApplication(state, call);
	const filters = state
		.currentFilters()
		.filter((filter) => isOf(filter, code))
		.map((filter) => ({
			code: filter.code,
			name: filter.name,
			filter_expression: renderExpression(filter.expression),
			expiration_date: filter.expirationDate ?? null,
			...(filter.application === undefined ? {} : { application: filter.application }),
		}));
	return envelope(200, 'OK', { filters });
}

/** A filter that names no application is one of all of them. */
function isOf({ application }: Filter, code: string | undefined): boolean {
	return application === undefined || application === code;
}

function deleteFilter(state: PushwooshState, call: Call): Answer {
	const name = requireText(call, 'name');
	const isBound = state.settings.deleteFilterBound;
	const code =
		call.fields.application !== undefined || isBound ? requireApplication(state, call).code : undefined;
	const index = state
		.currentFilters()
		.findIndex((filter) => filter.name === name && (!isBound || isOf(filter, code)));
	if (index === -1) throw new Refusal(404, 'Resource not found');
	state.filters.splice(index, 1);
	return envelope(200, 'OK', null);
}

function isCalendarDate(value: unknown): value is string {
	if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) return false;
	const date = new Date(`${value}T00:00:00Z`);
	return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}
