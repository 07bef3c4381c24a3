import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { oneBatch } from '../../shared/engine/oneBatch';
import type { AnsweredPart, Operation, UnitReport } from '../../shared/engine/operation';
import type { RequestSpec } from '../../shared/http/client';
import type { ItemReader } from '../../shared/form/itemReader';
import type { Purpose } from '../api/errors/requestFailure';
import { WEB_SUBSCRIPTIONS } from '../api/errors/services';
import { checkRegistrationToken } from '../api/formats/registrationToken';
import { openInstanceId, type InstanceIdSession } from '../api/session';
import { sumUp } from '../api/summary';
import { failureOf } from '../api/unanswered';
import { IN_PARALLEL } from './properties';

const UNIT = { one: 'subscription', many: 'subscriptions' };

/** What one of the operations on push subscriptions adds to {@link webOperation}. */
export interface WebOperation<U, T> {
	/** As in "Google didn't …". */
	action: string;
	/** As in "3 of 4 subscriptions …". */
	done: string;
	read(item: ItemReader): U;
	/** The keys that tell in a failure's details which one it was. */
	identify(unit: U): IDataObject;
	/** The parameters that hold those identifiers, by key. */
	identifiedBy?: Operation<U>['identifiedBy'];
	/** Texts for the list of what wasn't done. */
	names(unit: U): string[];
	/** What units have in common that share a request: it is made for the last of them. By default all that is sent. */
	sharedBy?(unit: U): string;
	request(unit: U, iidUrl: string, purpose: Purpose): RequestSpec<T>;
	/** The keys of a result. */
	outputKeys: readonly string[];
	/** The output item. @param value what the request gave */
	toJson(unit: U, value: T): IDataObject;
}

/** One item, one request, always with the service account: what import, refresh and delete have in common. */
export function webOperation<U, T>(context: IExecuteFunctions, own: WebOperation<U, T>): Operation<U> {
	const purpose: Purpose = {
		service: WEB_SUBSCRIPTIONS,
		authentication: 'serviceAccount',
		action: own.action,
	};
	let session: InstanceIdSession;
	return {
		unit: UNIT,
		limits: { concurrency: IN_PARALLEL },
		open: async () => (session = await openInstanceId(context, 'serviceAccount')),
		read: (item) => [own.read(item)],
		identify: (unit) => own.identify(unit),
		identifiedBy: own.identifiedBy,
		names: (unit) => own.names(unit),
		parts: (unit) => [{ group: '', id: own.sharedBy?.(unit) ?? JSON.stringify(unit) }],
		send: oneBatch(async (batch, http) => {
			const last = own.sharedBy ? (batch.units().at(-1) ?? batch.sample) : batch.sample;
			const { value } = await http.request(own.request(last, session.iidUrl, purpose));
			return [{ kind: 'accepted', data: value }];
		}),
		outputKeys: () => own.outputKeys,
		report: (unit, [part]) => report(unit, part, own),
		summary: (run) => sumUp(run, UNIT, { done: own.done }),
	};
}

function report<U, T>(unit: U, part: AnsweredPart<U>, own: WebOperation<U, T>): UnitReport {
	return part.answer?.kind === 'accepted'
		? { kind: 'done', json: own.toJson(unit, part.answer.data as T) }
		: { kind: 'failed', failure: failureOf(part) };
}

/** The parameter `registrationId`, checked. @throws ItemProblem */
export function readToken(item: ItemReader): string {
	return checkRegistrationToken(item.requiredText('registrationId'), item.field('registrationId'));
}
