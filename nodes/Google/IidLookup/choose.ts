import type { Operation } from '../../shared/engine/operation';
import type { OperationSetup } from '../../shared/engine/run';
import { readAuthentication } from '../api/session';
import { readService } from '../fields/service';
import { throughFcm } from './throughFcm';
import { throughInstanceId } from './throughInstanceId';
import type { LookupUnit } from './unit';

/** The operation that item 0 asks for. @throws ItemProblem */
export function choose({ context, first }: OperationSetup): Operation<LookupUnit> {
	first.choice('operation', ['lookup'], 'lookup');
	return readService(first) === 'fcm'
		? throughFcm(context)
		: throughInstanceId(context, readAuthentication(first));
}
