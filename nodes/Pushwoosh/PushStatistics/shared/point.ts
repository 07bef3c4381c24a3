import type { IDataObject } from 'n8n-workflow';
import { platformName } from '../../api/platformNames';
import { isoTime, numberIn } from '../../api/statistics';

/** @returns a row of getSubscribersStatistics with our names, its numbers as numbers */
export function toPoint(row: IDataObject): IDataObject {
	return {
		timestamp: isoTime(row.timestamp),
		platform: platformName(row.platform),
		pushEnabled: numberIn(row.push_enabled),
		pushDisabled: numberIn(row.push_disabled),
	};
}
