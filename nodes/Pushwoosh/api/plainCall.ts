import type { IDataObject, IHttpRequestMethods } from 'n8n-workflow';
import { doneAndFailed } from '../../shared/engine/hints';
import type { Operation, OperationBase, RunSummary } from '../../shared/engine/operation';
import type { Failure } from '../../shared/failure';
import type { ItemReader } from '../../shared/form/itemReader';
import type { HttpAnswer } from '../../shared/http/answer';
import { defineOperation, type OperationEntry, type OperationSetup } from '../../shared/node/operationEntry';
import type { OperationForm } from '../../shared/node/table';
import { count, type Noun } from '../../shared/wording';
import { prepareAll, type Prepare } from './prepare';
import { reportOf, warnings } from './reporting';
import { askPushwoosh, type PushwooshCall } from './request';
import { openPushwoosh, type PushwooshSession } from './session';

/** Requests in flight unless the user says otherwise. */
export const CONCURRENCY = 5;

/** An operation that is one call of Pushwoosh for one item: its part of the form, the call, and what comes of it. */
export interface PlainCall<Unit, Value>
	extends Omit<OperationForm, 'limits'>,
		Pick<PushwooshCall<Value>, 'family' | 'token' | 'asks' | 'onlyOnce' | 'unproven' | 'saysMissing'> {
	/** Default: {@link CONCURRENCY} requests in flight. */
	limits?: OperationForm['limits'];
	unit: Noun;
	/** What is done, as in "3 presets created". */
	done: string;
	/** What the entries of a list are called: then the summary counts them. */
	entries?: Noun;
	/** @throws ItemProblem */
	read: (item: ItemReader, setup: OperationSetup) => Unit;
	/**
	 * The identifier keys of `details`: members of the unit, each with the parameter that it is read from. The first one
	 * names the unit in lists; without any its application does.
	 */
	identifiers?: Readonly<Partial<Record<keyof Unit & string, string>>>;
	/** Before anything is sent. */
	prepare?: Prepare<Unit>;
	/** Units with equal keys share one request. Default: those that send the same, unless it must not be done twice. */
	share?: (unit: Unit) => string;
	/** As in {@link PushwooshCall}; what of the unit stands in it has to be encoded. */
	method: string | ((unit: Unit) => string);
	/** POST by default; a GET has no fields. */
	verb?: IHttpRequestMethods | ((unit: Unit) => IHttpRequestMethods);
	/** The fields. */
	request: (unit: Unit) => Record<string, unknown>;
	/**
	 * Takes what is wanted from the answer; undefined: nothing is proven. See {@link accepted}.
	 * @param http the whole answer, where what is in the envelope is no object
	 */
	value: (response: IDataObject, unit: Unit, http: HttpAnswer) => Value | undefined;
	/** As in {@link PushwooshCall}. */
	takeRefusal?: (http: HttpAnswer, isMissing: boolean, unit: Unit) => Value | undefined;
	/** Makes a failure say more. @param isMissing the service said that there is no such thing */
	explain?: (failure: Failure, unit: Unit, isMissing: boolean) => Failure;
	/** The output of the unit: several items where it is a list. */
	output: (value: Value, unit: Unit) => IDataObject | IDataObject[];
	/** All keys that an output may have. */
	outputKeys: readonly string[];
	/** It deletes what has this name for good, by the one rule for that: see {@link PushwooshCall}. */
	deletes?: (unit: Unit) => string;
}

/** For `value`: the service's yes is all that is asked for. */
export function accepted(): true {
	return true;
}

/** What came of a call. */
interface Called<Value> {
	value: Value;
	warning?: string;
}

/** Makes the table's entry of an operation that is one call for one item. */
export function plainCall<Unit extends object, Value>(call: PlainCall<Unit, Value>): OperationEntry {
	const { option, fields, options, limits = { concurrency: CONCURRENCY }, entries } = call;
	return defineOperation({
		option,
		fields,
		options,
		limits,
		start: (setup): Operation<Unit, Called<Value>, PushwooshSession> => ({
			unit: call.unit,
			open: openPushwoosh,
			read: (item) => [call.read(item, setup)],
			...identifying(call.identifiers),
			check: async (units) => await prepareAll(call.prepare, units, setup),
			parts: (unit) => [{ group: shareKey(call, unit), id: 'call' }],
			async send({ sample }, hands) {
				return [{ kind: 'succeeded', data: await askPushwoosh(hands, toCall(call, sample)) }];
			},
			outputKeys: () => call.outputKeys,
			report: (unit, parts) => reportOf(parts, ({ value }) => ({ json: call.output(value, unit) })),
			summary: (run) =>
				entries ? listed(run, call.unit, entries) : doneAndFailed(run, call.unit, call.done),
			hints: warnings,
		}),
	});
}

function toCall<Unit, Value>(
	call: PlainCall<Unit, Value>,
	unit: Unit,
): Omit<PushwooshCall<Called<Value>>, 'session'> {
	const { verb, takeRefusal, explain } = call;
	return {
		...call,
		verb: typeof verb === 'function' ? verb(unit) : verb,
		method: methodOf(call, unit),
		request: call.request(unit),
		read: ({ response, warning }, http) => {
			const value = call.value(response, unit, http);
			return value === undefined ? undefined : { value, warning };
		},
		takeRefusal:
			takeRefusal &&
			((http, isMissing) => {
				const value = takeRefusal(http, isMissing, unit);
				return value === undefined ? undefined : { value };
			}),
		explain: explain && ((failure, isMissing) => explain(failure, unit, isMissing)),
		deletes: call.deletes?.(unit),
	};
}

function methodOf<Unit>({ method }: Pick<PlainCall<Unit, unknown>, 'method'>, unit: Unit): string {
	return typeof method === 'string' ? method : method(unit);
}

/** @returns undefined for what travels alone */
function shareKey<Unit, Value>(call: PlainCall<Unit, Value>, unit: Unit): string | undefined {
	if (call.share) return call.share(unit);
	return call.onlyOnce ? undefined : JSON.stringify([methodOf(call, unit), call.request(unit)]);
}

/** Says who a unit is, from the small map of its identifiers. */
export function identifying<Unit extends object>(
	identifiers: PlainCall<Unit, unknown>['identifiers'],
): Pick<OperationBase<Unit, unknown>, 'identify' | 'identifiedBy' | 'names'> {
	const sources = Object.entries<string | undefined>(identifiers ?? {});
	const keys = sources.map(([key]) => key);
	return {
		identify: (unit) => givenOf(unit, keys),
		identifiedBy: Object.fromEntries(
			sources.map(([key, parameter = key]) => [key, (item: ItemReader) => givenIn(item, parameter)]),
		),
		names: (unit) =>
			Object.values(givenOf(unit, keys.length > 0 ? keys.slice(0, 1) : ['application'])).map(String),
	};
}

/** @returns those members of a unit that say anything: an empty text or list doesn't */
export function givenOf(unit: object, keys: readonly string[]): IDataObject {
	const isGiven = (value: unknown) =>
		value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);
	return Object.fromEntries(
		Object.entries(unit).filter(([key, value]) => keys.includes(key) && isGiven(value)),
	);
}

/** What a plain parameter or a resource locator holds, if that can stand in an output. */
function givenIn(item: ItemReader, parameter: string): IDataObject[string] {
	return item.given(parameter) ?? (item.optionalLocator(parameter).value || undefined);
}

/** "12 presets of 2 applications listed; 1 list failed". */
export function listed<Unit extends object, Answer>(
	{ units, reports, failed }: RunSummary<Unit, Answer>,
	unit: Noun,
	entries: Noun,
): string {
	const all = reports.flatMap((report) => (report.kind === 'succeeded' ? [report.json].flat() : [])).length;
	const applications = new Set(
		units.flatMap(({ unit: own }) => ('application' in own ? [own.application] : [])),
	);
	const from = applications.size > 0 ? ` of ${count(applications.size, APPLICATION)}` : '';
	return `${count(all, entries)}${from} listed${failed > 0 ? `; ${count(failed, unit)} failed` : ''}`;
}

const APPLICATION = { one: 'application', many: 'applications' };
