import { byId, element, fill } from './dom.js';

/** What to enter in which field of a credential in n8n, in the words of its form. */
export function showConnect({ apiToken, hasKeyFile }) {
	const address = location.origin;
	fill(
		byId('connect'),
		card('Pushwoosh API', [
			['API Token', code(apiToken)],
			['Base URL', code(address)],
			['Other Addresses', 'on'],
			['Journey URL', code(address)],
		]),
		hasKeyFile &&
			card('Google FCM Service Account API', [
				['Key File (JSON)', keyFile()],
				['Other Addresses', 'on'],
				['Instance ID URL', code(address)],
				['FCM URL', code(address)],
				['Token URL', code(`${address}/token`)],
			]),
	);
}

function card(title, fields) {
	return element(
		'div',
		{},
		element('h3', {}, title),
		element(
			'dl',
			{},
			fields.map(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]).flat(),
		),
	);
}

const code = (text) => element('code', {}, text);

const keyFile = () =>
	element('a', { href: '/__sandbox/service-account.json', target: '_blank' }, 'copy all of this file');
