import { ItemProblem } from '../../shared/failure';
import { asRecord } from '../../shared/json';
import { filledText } from '../api/applications';
import { journeyState } from '../api/journeys';
import { plainCall } from '../api/plainCall';
import { JOURNEY, journeyField, readJourney } from './shared/journey';

const ACTIONS = ['start', 'pause', 'finish', 'draft', 'archive'] as const;
const FINAL: readonly string[] = ['finish', 'archive'];

/** Starts, pauses and ends journeys as such, one request each. */
export const setState = plainCall({
	option: {
		name: 'Set State',
		value: 'setState',
		action: 'Set the state of a journey',
		description: 'Start, pause, finish or archive a journey as a whole, or make a draft of it',
	},
	fields: [
		journeyField,
		{
			displayName: 'State',
			name: 'state',
			type: 'options',
			default: 'start',
			description: 'What to do with the journey',
			options: [
				{ name: 'Archive', value: 'archive' },
				{ name: 'Draft', value: 'draft', description: 'Back to a draft, to change it' },
				{ name: 'Finish', value: 'finish', description: 'End it: nobody goes on in it' },
				{ name: 'Pause', value: 'pause' },
				{ name: 'Start', value: 'start', description: 'Run it, or go on with it after a pause' },
			],
		},
		{
			displayName: 'Confirm',
			name: 'confirm',
			type: 'boolean',
			displayOptions: { show: { state: ['finish', 'archive'] } },
			default: false,
			description: 'Whether to really end the journey for everybody who is in it',
		},
	],
	unit: JOURNEY,
	done: 'changed',
	read: (item) => {
		const unit = { journeyId: readJourney(item), action: item.choice('state', ACTIONS) };
		if (FINAL.includes(unit.action) && !item.boolean('confirm')) {
			throw new ItemProblem(
				`This ends a journey for everybody in it, and '${item.field('confirm').label}' is off`,
				"Switch 'Confirm' on if that is what you want.",
			);
		}
		return unit;
	},
	identifiers: { journeyId: 'journeyId' },
	family: 'journey',
	method: ({ action }) => `v3/journeygateway/${action}`,
	asks: 'change the state of the journey',
	request: ({ journeyId }) => ({ uuid: journeyId }),
	share: ({ journeyId, action }) => `${action} ${journeyId}`,
	onlyOnce: true,
	value: ({ info }) => {
		const { title, status } = asRecord(info) ?? {};
		const state = journeyState(status);
		return state === undefined ? undefined : { title: filledText(title) ?? '', state };
	},
	output: ({ title, state }, { journeyId }) => ({ journeyId, title, state }),
	outputKeys: ['journeyId', 'title', 'state'],
});
