// SPDX-License-Identifier: Apache-2.0
//
// Sends events as applications do, with the SDKs that they use. Arguments: segment or cloudevents, the URL, the key.
'use strict';

const [sdk, url, key] = process.argv.slice(2);

async function segment() {
  const { Analytics } = require('@segment/analytics-node');
  const analytics = new Analytics({ writeKey: key, host: url, flushAt: 2, httpRequestTimeout: 60_000 });
  const failures = [];
  analytics.on('error', (error) => failures.push(String(error.code) + ' ' + error.reason));
  const context = {
    device: { id: 'phone-7' },
    os: { name: 'Android' },
    app: { version: '2.1.0' },
    locale: 'de-AT',
  };
  const timestamp = new Date('2026-03-01T12:00:00.250Z');
  analytics.track({
    userId: 'u1',
    event: 'Song Played',
    messageId: 'segment-track',
    timestamp,
    context,
    properties: { title: 'Grün', seconds: 12.5, tags: ['a', 'b'] },
  });
  analytics.identify({ userId: 'u1', messageId: 'segment-identify', timestamp, traits: { plan: 'pro' } });
  analytics.page({ anonymousId: 'anon-1', name: 'Home', messageId: 'segment-page', timestamp });
  analytics.track({ anonymousId: 'anon-1', event: 'Song Stopped' });
  await analytics.closeAndFlush({ timeout: 60_000 });
  if (failures.length > 0) {
    throw new Error(failures.join(', '));
  }
}

async function cloudEvents() {
  const { CloudEvent, HTTP, Mode, emitterFor, httpTransport } = require('cloudevents');
  const event = (id, more) =>
    new CloudEvent({
      id,
      source: '/fleet/7',
      type: 'com.acme.reading',
      subject: 'truck-12',
      time: '2026-03-01T12:00:00.250Z',
      plantid: 'Werk "2" 100%',
      traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
      data: { temperature: 21.5 },
      ...more,
    });
  const headers = { authorization: 'Bearer ' + key };
  const binary = emitterFor(httpTransport(url + '/v1/events'), { mode: Mode.BINARY });
  const structured = emitterFor(httpTransport(url + '/v1/events'), { mode: Mode.STRUCTURED });
  const answers = [
    await binary(event('ce-binary'), { headers }),
    await structured(event('ce-structured'), { headers }),
    await binary(event('ce-text', { datacontenttype: 'text/plain', data: 'hot' }), { headers }),
  ];
  const batch = [HTTP.structured(event('ce-batch-1')), HTTP.structured(event('ce-batch-2'))];
  answers.push(
    await httpTransport(url + '/v1/events')(
      { headers: { 'content-type': 'application/cloudevents-batch+json' }, body: '[' + batch.map((m) => m.body) + ']' },
      { headers }
    )
  );
  for (const answer of answers) {
    if (!/"accepted":[12],/.test(answer.body)) {
      throw new Error(answer.body);
    }
  }
}

(sdk === 'segment' ? segment() : cloudEvents()).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
