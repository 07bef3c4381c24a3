import type { INodeParameters } from 'n8n-workflow';

import type { Job, Row } from './job.mts';

const PATH = '/json/1.3/createMessage';
export const APPLICATION = 'AAAAA-00000';
const TEXT = 'The summer sale starts today';

const user = (index: number): Row => {
	const number = String(index).padStart(7, '0');
	return { userId: `user-${number}`, text: `Contact ${number}, your order is on its way` };
};

const parameters = (content: string, options: INodeParameters = {}): INodeParameters => ({
	application: { __rl: true, mode: 'code', value: APPLICATION },
	audience: 'users',
	userIds: '={{ $json.userId }}',
	content,
	// The limit of 600 requests a minute would hide how fast the node is.
	options: { requestsPerMinute: 1_000_000, ...options },
});

const notification = (text: string, users: string[]) => ({
	content: text,
	users,
	send_date: 'now',
	ignore_user_timezone: true,
});
const message = (apiToken: string, notifications: object[]) =>
	JSON.stringify({ request: { application: APPLICATION, auth: apiToken, notifications } });

const perItemBody = (text: string) =>
	`={{ { request: { application: "${APPLICATION}", auth: "API_TOKEN", notifications: [{ content: ${text}, users: [$json.userId], send_date: "now", ignore_user_timezone: true }] } } }}`;

export const oneText: Job = {
	id: 'push-one-text',
	title: 'Send Push: one text to many users',
	service: 'pushwoosh',
	world: 'alive',
	row: user,
	node: { type: 'sendPush', parameters: parameters(TEXT) },
	concurrency: 10,
	rowsPerRequest: 1000,
	request: (rows, { apiToken }) => ({
		method: 'POST',
		path: PATH,
		body: message(apiToken, [
			notification(
				TEXT,
				rows.map(({ userId }) => userId ?? ''),
			),
		]),
	}),
	today: {
		perItem: { method: 'POST', path: PATH, body: perItemBody(`"${TEXT}"`) },
		chain: {
			batch: (rows, { apiToken }) => {
				const bodies = [];
				for (let at = 0; at < rows.length; at += 1000) {
					const users = rows.slice(at, at + 1000).map((row) => row.userId ?? '');
					const content = 'The summer sale starts today';
					const notifications = [{ content, users, send_date: 'now', ignore_user_timezone: true }];
					bodies.push({ request: { application: 'AAAAA-00000', auth: apiToken, notifications } });
				}
				return bodies;
			},
			request: { method: 'POST', path: PATH, body: '={{ $json }}' },
			expand: (answers, bodies) => {
				const results = [];
				for (const [at, answer] of answers.entries()) {
					const { Messages } = answer.response as { Messages: string[] };
					const { notifications } = bodies[at]?.request as { notifications: Array<{ users: string[] }> };
					for (const userId of notifications[0]?.users ?? []) {
						results.push({ userId, success: answer.status_code === 200, messageCode: Messages[0] });
					}
				}
				return results;
			},
		},
	},
};

export const differentTexts: Job = {
	id: 'push-different-texts',
	title: 'Send Push: a text of its own for each user',
	service: 'pushwoosh',
	world: 'alive',
	row: user,
	node: { type: 'sendPush', parameters: parameters('={{ $json.text }}') },
	concurrency: 10,
	rowsPerRequest: 1,
	request: (rows, { apiToken }) => ({
		method: 'POST',
		path: PATH,
		body: message(
			apiToken,
			rows.map(({ text, userId }) => notification(text ?? '', [userId ?? ''])),
		),
	}),
	today: { perItem: { method: 'POST', path: PATH, body: perItemBody('$json.text') } },
};

export const fiftyTexts: Job = {
	...differentTexts,
	id: 'push-fifty-texts',
	title: 'Send Push: the same with 50 messages per request',
	node: { type: 'sendPush', parameters: parameters('={{ $json.text }}', { messagesPerRequest: 50 }) },
	rowsPerRequest: 50,
};
