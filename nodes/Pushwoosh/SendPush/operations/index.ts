import type { Operation } from '../../../shared/engine/operation';
import type { OperationSetup } from '../../../shared/engine/run';
import { deleteOperation } from './delete';
import { sendOperation } from './send';

/** The operation that item 0 asks for; it holds for the run. @throws ItemProblem */
export function chooseOperation(setup: OperationSetup): Operation<unknown> {
	const operation = setup.first.choice('operation', ['send', 'delete'], 'send');
	return operation === 'send' ? sendOperation(setup) : deleteOperation(setup);
}
