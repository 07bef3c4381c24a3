import type { IDataObject } from 'n8n-workflow';
import { asRecord } from '../../shared/json';
import { filledText } from '../api/applications';
import { plainCall } from '../api/plainCall';
import { rate } from '../api/statistics';
import { JOURNEY, journeyField, readJourney } from './shared/journey';

/** The figures that points of all kinds have, and those of some (the service's reference, 11). */
const ALWAYS = ['sent', 'opened', 'conversion'];
const SOMETIMES = [
	'shows',
	'interactions',
	'skipped',
	'clicked',
	'unsubscribed',
	'softBounces',
	'complaints',
];

const CODES = ['campaignCode', 'presetCode'];

/** Reads the figures of journeys, one request each. */
export const getStatistics = plainCall({
	option: {
		name: 'Get Statistics',
		value: 'getStatistics',
		action: 'Get statistics of a journey',
		description: 'Read how often each point of a journey sent something and was opened',
	},
	fields: [
		journeyField,
		{
			displayName: 'Simplify',
			name: 'simplify',
			type: 'boolean',
			default: true,
			description: 'Whether to return one item per point of the journey instead of the raw data',
		},
	],
	unit: JOURNEY,
	done: 'looked up',
	read: (item) => ({ journeyId: readJourney(item), simplify: item.boolean('simplify') }),
	identifiers: { journeyId: 'journeyId' },
	family: 'journey',
	verb: 'GET',
	method: ({ journeyId }) => `journey/${journeyId}/statistics/external`,
	asks: 'give the statistics of the journey',
	request: () => ({}),
	value: ({ payload }, { simplify }) => {
		const found = asRecord(payload);
		return found && (!simplify || Array.isArray(found.points)) ? found : undefined;
	},
	output: (payload, { journeyId, simplify }) => {
		if (!simplify) return payload;
		const points = Array.isArray(payload.points) ? payload.points : [];
		return points.map((point) => simplePoint(journeyId, payload.title, asRecord(point) ?? {}));
	},
	outputKeys: ['journeyId', 'title', 'point', ...CODES, ...ALWAYS, ...SOMETIMES, 'openRate', 'points'],
});

function simplePoint(journeyId: string, title: unknown, point: Record<string, unknown>): IDataObject {
	const stat = asRecord(point.pointStat) ?? {};
	const known = [
		...CODES.map((key) => [key, filledText(point[key])]),
		...ALWAYS.map((name) => [name, numberOf(stat[name]) ?? 0]),
		...SOMETIMES.map((name) => [name, numberOf(stat[name])]),
	].filter(([, value]) => value !== undefined);
	return {
		journeyId,
		title: filledText(title) ?? '',
		point: filledText(point.pointTitle) ?? '',
		...Object.fromEntries(known),
		openRate: rate(numberOf(stat.opened) ?? 0, numberOf(stat.sent) ?? 0),
	};
}

/** Numbers come as texts, too. */
function numberOf(value: unknown): number | undefined {
	const number = Number(filledText(value) ?? NaN);
	return Number.isFinite(number) ? number : undefined;
}
