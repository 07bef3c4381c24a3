import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { toBoolean, type Field } from '../../../shared/form/values';
import { readOption, readWholeNumber } from '../../api/messages/platformSettings';
import {
	combineItems,
	messagesPerRequest,
	onWarning,
	repeatUncertain,
	requestsPerMinute,
} from '../description/options';

/** The options of sending beside those that all nodes share. */
export interface SendOptions {
	combineItems: boolean;
	messagesPerRequest: number;
	requestsPerMinute: number;
	repeatUncertain: boolean;
	failOnWarning: boolean;
}

/**
 * @param options the collection as read for item 0
 * @throws ItemProblem for zero, negative and other impossible values
 */
export function readSendOptions(options: IDataObject): SendOptions {
	const value = (property: INodeProperties): unknown => options[property.name] ?? property.default;
	const flag = (property: INodeProperties) => toBoolean(value(property), fieldOf(property));
	return {
		combineItems: flag(combineItems),
		messagesPerRequest: readWholeNumber(value(messagesPerRequest), messagesPerRequest),
		requestsPerMinute: readWholeNumber(value(requestsPerMinute), requestsPerMinute),
		repeatUncertain: flag(repeatUncertain),
		failOnWarning: readOption(value(onWarning), onWarning) === 'fail',
	};
}

function fieldOf({ name, displayName }: INodeProperties): Field {
	return { name, label: displayName };
}
