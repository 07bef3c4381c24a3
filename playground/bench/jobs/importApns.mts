import type { Job } from './job.mts';

const PATH = '/iid/v1:batchImport';

export const importApns: Job = {
	id: 'import-apns',
	title: 'Import APNs: tokens of one app',
	service: 'google',
	world: 'alive',
	row: (index) => {
		const number = String(index).padStart(8, '0');
		return { contactId: number, name: `Contact ${number}`, apnsToken: number.repeat(8) };
	},
	node: {
		type: 'importApns',
		parameters: {
			bundleId: 'com.example.shop',
			environment: 'production',
			apnsDeviceIds: '={{ $json.apnsToken }}',
		},
	},
	concurrency: 5,
	rowsPerRequest: 100,
	request: (rows) => ({
		method: 'POST',
		path: PATH,
		body: JSON.stringify({
			application: 'com.example.shop',
			sandbox: false,
			apns_tokens: rows.map(({ apnsToken }) => apnsToken),
		}),
	}),
	today: {
		chain: {
			batch: (rows) => {
				const bodies = [];
				for (let at = 0; at < rows.length; at += 100) {
					const tokens = rows.slice(at, at + 100).map((row) => row.apnsToken ?? '');
					bodies.push({ application: 'com.example.shop', sandbox: false, apns_tokens: tokens });
				}
				return bodies;
			},
			request: { method: 'POST', path: PATH, body: '={{ $json }}' },
			expand: (answers) => {
				const results = [];
				for (const answer of answers) {
					for (const result of answer.results as Array<Record<string, string>>) {
						results.push({
							apnsToken: result.apns_token,
							status: result.status,
							registrationToken: result.registration_token,
						});
					}
				}
				return results;
			},
		},
	},
};
