import { toFailure, type Failure } from '../../shared/failure';
import type { OperationSetup } from '../../shared/node/operationEntry';

/** Adds to a unit what has to be waited for, such as a file. @throws ItemProblem */
export type Prepare<Unit> = (unit: Unit, setup: OperationSetup) => Promise<void>;

/** For an operation's `check`: prepares the units before anything is sent. @returns those that can't be used */
export async function prepareAll<Unit>(
	prepare: Prepare<Unit> | undefined,
	units: Unit[],
	setup: OperationSetup,
): Promise<Map<Unit, Failure>> {
	const refused = new Map<Unit, Failure>();
	if (!prepare) return refused;
	for (const unit of units) {
		await prepare(unit, setup).catch((error: unknown) => refused.set(unit, toFailure(error)));
	}
	return refused;
}
