import { ItemProblem } from '../../shared/failure';
import type { Operation } from '../../shared/engine/operation';
import type { OperationSetup } from '../../shared/engine/run';
import { readAuthentication } from '../api/session';
import { readService } from '../fields/service';
import { inBatches } from './inBatches';
import { oneByOne } from './oneByOne';
import { throughFcm } from './throughFcm';
import type { TopicUnit } from './unit';

/** The operation that item 0 asks for. @throws ItemProblem */
export function choose({ context, first }: OperationSetup): Operation<TopicUnit> {
	const operation = first.choice('operation', ['subscribe', 'subscribeOne', 'unsubscribe'], 'subscribe');
	if (readService(first) === 'fcm') {
		if (operation !== 'subscribeOne') return throughFcm(context, operation);
		throw new ItemProblem(
			"'Subscribe One by One' exists only with the service 'Instance ID'",
			"Choose the operation 'Subscribe': through Firebase Cloud Messaging each token has a request of its own anyway.",
		);
	}
	const authentication = readAuthentication(first);
	return operation === 'subscribeOne'
		? oneByOne(context, authentication)
		: inBatches(context, operation, authentication);
}
