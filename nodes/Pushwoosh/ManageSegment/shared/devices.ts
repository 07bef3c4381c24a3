import type { INodeProperties } from 'n8n-workflow';
import type { Operation } from '../../../shared/engine/operation';
import { RequestFailure, type Failure } from '../../../shared/failure';
import type { ItemReader } from '../../../shared/form/itemReader';
import type { OperationSetup } from '../../../shared/node/operationEntry';
import { segmentCode, type SegmentList } from '../../api/segments';
import { applicationField } from '../../fields/applicationField';
import { segmentField } from '../../fields/segmentField';
import { savedSegment, withinApplication } from '../../segmentationLanguage/expression';
import { filterFields, forMode, readFilter } from '../../fields/filterFields';
import { identifySegment, onlyMatch, readChosenSegment, type ChosenSegment } from './segment';

/** Which devices to count or export. */
export const deviceFields: INodeProperties[] = [
	applicationField({
		description:
			'Only devices of this application. Empty: devices of all applications, unless the filter expression names one itself. A saved segment needs it.',
	}),
	...filterFields({
		name: 'Saved Segment',
		value: 'segment',
		description: 'Take the devices of a segment of the application',
	}),
	segmentField(
		{
			required: true,
			displayOptions: forMode('segment'),
			description: 'The saved segment whose devices are meant',
		},
		{ byCode: true },
	),
];

/** Which devices are meant. */
export interface ChosenDevices {
	/** Undefined: all applications. */
	application?: string;
	/** The whole expression, the application's part included; or a saved segment, which is looked up before it is used. */
	filter: string | ChosenSegment;
}

/**
 * Reads which devices to count or export. An application is optional, but for a saved segment, which stands in its list;
 * and one that an expression names must be there, since the devices of all applications would be covered without it.
 * @throws ItemProblem
 */
export function readDevices(item: ItemReader, { info }: Pick<OperationSetup, 'info'>): ChosenDevices {
	if (item.choice('filterMode') === 'segment') {
		const segment = readChosenSegment(item);
		return { application: segment.application, filter: segment };
	}
	const filter = readFilter(item);
	const isMeant = holdsExpression(info.node.parameters.application);
	const application = (isMeant ? item.locator('application') : item.optionalLocator('application')).value;
	return application === '' ? { filter } : { application, filter: withinApplication(application, filter) };
}

/** @returns equal texts for equal devices, as far as is known before a saved segment is looked up */
export function keyOf({ filter }: ChosenDevices): string {
	return typeof filter === 'string' ? filter : `${filter.application}\n${filter.by}\n${filter.value}`;
}

/**
 * Says which expression selects the devices. A saved segment goes by its code: the expression that the list shows for it
 * may be in lower case, values too (the service's reference, 5.2), and would then select others without a word.
 * @param list the segments of an application
 * @throws RequestFailure where a saved segment isn't there
 */
export async function expressionOf(
	filter: ChosenDevices['filter'],
	list: (application: string) => Promise<SegmentList>,
): Promise<string> {
	if (typeof filter === 'string') return filter;
	const { segments } = await list(filter.application);
	const found = onlyMatch(segments, filter, "Choose the segment 'By Code'.");
	if ('failure' in found) throw new RequestFailure(found.failure);
	const code = segmentCode(found.segment);
	if (code === undefined) throw new RequestFailure(NO_CODE);
	return withinApplication(filter.application, savedSegment(code));
}

const NO_CODE: Failure = {
	code: 'NO_CODE',
	message: 'Pushwoosh lists this segment without a code',
	advice: "Set 'Filter Mode' to 'Builder' or 'Expression', and describe the devices there.",
};

function holdsExpression(raw: unknown): boolean {
	const value = typeof raw === 'object' && raw !== null && 'value' in raw ? raw.value : raw;
	return typeof value === 'string' && value.startsWith('=');
}

/** What operations on chosen devices tell of them: the segment where one was chosen, and where no application was. */
export const aboutDevices: Pick<Operation<ChosenDevices, unknown>, 'identify' | 'names' | 'hints'> = {
	identify: ({ filter }) => (typeof filter === 'string' ? {} : identifySegment(filter)),
	names: ({ filter }) => [typeof filter === 'string' ? filter : filter.value],
	hints: ({ units }) => {
		if (!units.some(({ unit }) => unit.application === undefined)) return [];
		const message =
			'No \'Application\' was chosen: devices of all applications are covered, unless the filter expression itself names one with A("…").';
		return [{ message, location: 'outputPane', type: 'info' }];
	},
};
