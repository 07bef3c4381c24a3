import { doneAndFailed } from '../../../shared/engine/hints';
import type { Operation } from '../../../shared/engine/operation';
import { defineOperation } from '../../../shared/node/operationEntry';
import { CONCURRENCY } from '../../api/plainCall';
import { reportOf, warnings } from '../../api/reporting';
import { openPushwoosh, type PushwooshSession } from '../../api/session';
import { optionOf } from '../shared/fields';
import { sendZones, type Made } from './addGeozones';
import { GEOZONE, geozoneFields } from './fields';
import { readZone, type NewZone } from './newGeozone';

/** Makes geozones, those of an application in one request. There is no list of them: the service's words alone tell what is there. */
export const createGeozone = defineOperation({
	option: optionOf('create', GEOZONE, 'Make zones that send a push to devices that enter them'),
	fields: geozoneFields,
	limits: { concurrency: CONCURRENCY },
	start: (): Operation<NewZone, Made, PushwooshSession> => ({
		unit: GEOZONE,
		open: openPushwoosh,
		read: (item) => [readZone(item)],
		identify: ({ name }) => ({ name }),
		identifiedBy: { name: 'name' },
		parts: () => [{ id: 'zone' }],
		bundle: { size: Infinity, key: ({ application }) => application, send: sendZones },
		outputKeys: () => ['code', 'name', 'outcome', 'differences'],
		report: ({ name }, parts) => reportOf(parts, ({ outcome }) => ({ json: { name, outcome } })),
		summary: (run) => doneAndFailed(run, GEOZONE, 'in place'),
		hints: warnings,
	}),
});
