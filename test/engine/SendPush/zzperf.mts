import { createBench, send, users } from './bench.mts';
const bench = await createBench();
bench.sandbox.pushwoosh.settings.rateLimit.enabled = false;
bench.sandbox.log.mode = 'light';
for (const [name, count, params] of [
	['10k texts x50', 10000, { userIds: '={{ $json.id }}', content: '={{ $json.id }}', options: { requestsPerMinute: 100000, messagesPerRequest: 50 } }],
	['10k texts x50, title', 10000, { userIds: '={{ $json.id }}', content: '={{ $json.id }}', additionalFields: { title: '={{ $json.id }}' }, options: { requestsPerMinute: 100000, messagesPerRequest: 50 } }],
	['10k texts x50, date', 10000, { userIds: '={{ $json.id }}', content: '={{ $json.id }}', additionalFields: { sendDate: '2090-01-01T10:00:00', timezone: 'Europe/Madrid' }, options: { requestsPerMinute: 100000, messagesPerRequest: 50 } }],
] as const) {
	const r = await bench.run(send(params as never), { items: users(count) });
	console.log(name, r.status, Math.round(r.duration), 'ms', r.error?.message ?? '');
}
await bench.close();
process.exit(0);
