import type { NodeExecutionHint } from 'n8n-workflow';
import type { OperationSetup } from '../../shared/engine/run';
import type { RunSummary } from '../../shared/engine/operation';
import type { ItemReader } from '../../shared/items/itemReader';
import { withinApplication } from '../segmentationLanguage/expression';
import { readFilter } from './readFilter';

/** Which devices are meant. */
export interface ChosenDevices {
	/** The whole expression, the application's part included. */
	filterExpression: string;
	/** No application was chosen. */
	isOpen: boolean;
}

/**
 * Reads which devices to count or export. An application is optional; but one that an expression names must be there,
 * since the devices of all applications would be covered without it.
 * @throws ItemProblem
 */
export function readDevices(item: ItemReader, { info }: Pick<OperationSetup, 'info'>): ChosenDevices {
	const expression = readFilter(item);
	const isMeant = holdsExpression(info.node.parameters.application);
	const application = (isMeant ? item.locator('application') : item.optionalLocator('application')).value;
	if (application === '') return { filterExpression: expression, isOpen: true };
	return { filterExpression: withinApplication(application, expression), isOpen: false };
}

function holdsExpression(raw: unknown): boolean {
	const value = typeof raw === 'object' && raw !== null && 'value' in raw ? raw.value : raw;
	return typeof value === 'string' && value.startsWith('=');
}

/** Says that devices of all applications are covered where no application was chosen. */
export function openDevicesHint({
	units,
}: Pick<RunSummary<{ isOpen: boolean }>, 'units'>): NodeExecutionHint[] {
	if (!units.some(({ unit }) => unit.isOpen)) return [];
	return [
		{
			message:
				'No \'Application\' was chosen: devices of all applications are covered, unless the filter expression itself names one with A("…").',
			location: 'outputPane',
			type: 'info',
		},
	];
}
