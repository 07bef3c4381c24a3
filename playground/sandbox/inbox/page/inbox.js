import { showChanges, showEvents, showJourneys, showMessages, showTags } from './areas.js';
import { showConnect } from './connect.js';
import { call, listen } from './control.js';
import { showDevices } from './devices.js';
import { byId, element, fill } from './dom.js';
import { showPushes } from './pushes.js';
import { showImports, showSegments, showTopics, showWebSubscriptions } from './records.js';
import { showRequests } from './requests.js';
import { attempt, buildSwitches, showSwitches } from './switches.js';
import { number } from './text.js';

const STATES = { live: 'Live', lost: 'Not connected. Trying again…', paused: 'Paused' };

buildSwitches();
void attempt(async () => showConnect(await call('GET', 'connect')));
const pause = listen(
	{
		counts: showCounts,
		pushes: (section) => {
			showDevices(section);
			showPushes(section);
		},
		topics: showTopics,
		segments: showSegments,
		imports: showImports,
		webSubscriptions: showWebSubscriptions,
		tags: showTags,
		events: showEvents,
		journeys: showJourneys,
		messages: showMessages,
		changes: showChanges,
		requests: showRequests,
		switches: showSwitches,
		defect: (message) => void attempt(() => Promise.reject(new Error(`Defect of the sandbox: ${message}`))),
	},
	(state) => {
		const connection = byId('connection');
		connection.dataset.state = state;
		connection.textContent = STATES[state];
	},
);

function showCounts({ requests, inFlight, maxInFlight, connections, tokenExchanges }) {
	const counts = [
		['Requests', number(requests)],
		['At the same time', `${number(inFlight)} (most ${number(maxInFlight)})`],
		['Connections', number(connections)],
		['Sign-ins to Google', number(tokenExchanges)],
	];
	fill(
		byId('counts'),
		counts.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))),
	);
}

byId('pause').addEventListener('click', ({ currentTarget }) => {
	const isPaused = currentTarget.getAttribute('aria-pressed') !== 'true';
	currentTarget.setAttribute('aria-pressed', String(isPaused));
	pause(isPaused);
});

const confirm = byId('confirm');
byId('startOver').addEventListener('click', () => confirm.showModal());
byId('confirmNo').addEventListener('click', () => confirm.close());
byId('confirmYes').addEventListener('click', () => {
	confirm.close();
	void attempt(() => call('POST', 'reset'));
});
