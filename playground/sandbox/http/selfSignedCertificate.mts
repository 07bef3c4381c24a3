import { generate } from 'selfsigned';

/** A fresh key and a certificate for `localhost` and `127.0.0.1`, as PEM: what `startSandbox` takes for HTTPS. Both exist in memory only. */
export async function createSelfSignedCertificate(): Promise<{ key: string; cert: string }> {
	const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
		keyType: 'ec',
		algorithm: 'sha256',
	});
	return { key, cert };
}
