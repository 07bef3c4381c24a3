import { expect, it } from 'vitest';

import { fileName, mayBeFetched } from '../../../../nodes/Pushwoosh/api/exportFile.ts';

const URL_OF_FILE =
	'https://files.example.com/a/export_segment_AAAAA-00000_1700000000.csv.zip?signature=x%2Fy#z';

it.each([
	[URL_OF_FILE, undefined, 'export_segment_AAAAA-00000_1700000000.csv.zip'],
	[URL_OF_FILE, 'attachment', 'export_segment_AAAAA-00000_1700000000.csv.zip'],
	[URL_OF_FILE, 'attachment; filename=devices.zip', 'devices.zip'],
	[URL_OF_FILE, 'attachment; filename="my devices; all.zip"; size=3', 'my devices; all.zip'],
	[URL_OF_FILE, 'attachment; filename="x.zip"; filename*=UTF-8\'\'Ger%C3%A4te.zip', 'Geräte.zip'],
	[URL_OF_FILE, 'attachment; filename="..\\..\\evil.zip"', 'evil.zip'],
	[URL_OF_FILE, 'attachment; filename="../../etc/passwd"', 'passwd'],
	[URL_OF_FILE, 'attachment; filename=".."', 'export.zip'],
	[URL_OF_FILE, 'attachment; filename=""', 'export_segment_AAAAA-00000_1700000000.csv.zip'],
	['https://files.example.com/with%20space.zip', undefined, 'with space.zip'],
	['https://files.example.com/bad%zz.zip', undefined, 'bad%zz.zip'],
	['https://files.example.com/a%2Fb%00.zip', undefined, 'b.zip'],
	['https://files.example.com/', undefined, 'export.zip'],
	['https://files.example.com', undefined, 'export.zip'],
])('%s, %s → %s', (url, disposition, name) => expect(fileName(url, disposition)).toBe(name));

const HTTPS = 'https://files.example.com/x.zip';
const LOCAL = 'http://127.0.0.1:8080/x.zip';

it.each([
	[HTTPS, HTTPS, true],
	['https://other.example.com/x.zip?signature=1#a', HTTPS, true],
	['https://8.8.8.8/x.zip', HTTPS, true],
	[LOCAL, LOCAL, true],
	['http://localhost/x.zip', LOCAL, true],
	['http://[::1]:8080/x.zip', LOCAL, true],
	[HTTPS, LOCAL, true],
	// From the internet back to this machine.
	[LOCAL, HTTPS, false],
	['http://files.example.com/x.zip', LOCAL, false],
	['http://files.example.com/x.zip', HTTPS, false],
	['https://169.254.169.254/x.zip', HTTPS, false],
	['https://[fe80::1]/x.zip', HTTPS, false],
	['https://metadata.google.internal/x.zip', HTTPS, false],
	['https://user:secret@files.example.com/x.zip', HTTPS, false],
	['ftp://files.example.com/x.zip', HTTPS, false],
	['data:application/zip;base64,UEs=', HTTPS, false],
	['/x.zip', HTTPS, false],
	['', HTTPS, false],
])('%s, first asked for %s: may be fetched: %s', (url, first, may) =>
	expect(mayBeFetched(url, first)).toBe(may),
);
