/**
 * Calls an endpoint of the sandbox's own.
 * @param path below /__sandbox/
 * @returns the parsed answer
 * @throws Error with the endpoint's sentence
 */
export async function call(method, path, body) {
	const answer = await fetch(`/__sandbox/${path}`, {
		method,
		...(body === undefined
			? {}
			: { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
	}).catch(() => {
		throw new Error('The sandbox doesn’t answer. Does it still run?');
	});
	const parsed = await answer.json().catch(() => ({}));
	if (!answer.ok) throw new Error(parsed.error ?? `The sandbox answered ${answer.status}`);
	return parsed;
}

/**
 * Listens to the sandbox's events: `sections` holds a function for each, `report` gets 'live', 'lost' or 'paused'.
 * A page that isn't visible doesn't listen, so that it costs the sandbox nothing.
 * @returns a function that pauses (true) and resumes (false)
 */
export function listen(sections, report) {
	let source;
	let isPaused = false;
	const follow = () => {
		const isWanted = !isPaused && !document.hidden;
		if (!isWanted) {
			source?.close();
			source = undefined;
			if (isPaused) report('paused');
			return;
		}
		if (source) return;
		source = new EventSource('/__sandbox/inbox/events');
		source.addEventListener('open', () => report('live'));
		source.addEventListener('error', () => {
			report('lost');
			// A sandbox that was started anew may refuse for a moment, after which browsers give up.
			if (source?.readyState === EventSource.CLOSED) {
				source = undefined;
				setTimeout(follow, 2000);
			}
		});
		for (const [name, show] of Object.entries(sections)) {
			source.addEventListener(name, (event) => show(JSON.parse(event.data)));
		}
	};
	document.addEventListener('visibilitychange', follow);
	follow();
	return (pause) => {
		isPaused = pause;
		follow();
	};
}
