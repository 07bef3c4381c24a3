import type { Operation } from '../../shared/engine/operation';
import type { OperationSetup } from '../../shared/engine/run';
import { deleteSubscription } from './deleteSubscription';
import { importSubscription } from './importSubscription';
import { refreshSubscription } from './refreshSubscription';
import { webOperation } from './webOperation';

/** The operation that item 0 asks for. @throws ItemProblem */
export function choose({ context, first }: OperationSetup): Operation<unknown> {
	switch (first.choice('operation', ['import', 'refresh', 'delete'], 'import')) {
		case 'refresh':
			return webOperation(context, refreshSubscription) as Operation<unknown>;
		case 'delete':
			return webOperation(context, deleteSubscription) as Operation<unknown>;
		default:
			return webOperation(context, importSubscription) as Operation<unknown>;
	}
}
