import { expect, test } from 'vitest';
import { googleBench } from './bench.mts';
const bench = googleBench();
test('x', async () => {
	bench.sandbox.google.declareTokens('gone:1', { state: 'unregistered' });
	for (const parameters of [{ operation: 'subscribe' }, { operation: 'subscribeOne' }, { service: 'fcm' }, {service:'fcm', operation: 'unsubscribe'}]) {
		for (const onError of [undefined, 'continueErrorOutput'] as const) {
			bench.sandbox.log.clear();
			const r = await bench.run('topicBatch', { ...parameters, topic: 'movies', registrationIds: '={{ $json.t }}' }, [{ t: 'a:1' }, { t: 'gone:1' }, { t: 'b:1, a:1' }], { onError });
			console.log(parameters, onError, JSON.stringify(r.json, null, 1), JSON.stringify(r.failures), r.hintTexts, r.error?.message, r.error?.description);
			console.log(bench.requests().map((e) => `${e.method} ${e.path} ${JSON.stringify(e.query)} ${e.rawBody} ${e.status} ${JSON.stringify(e.headers)}`).join('\n'));
		}
	}
	expect(1).toBe(1);
});
