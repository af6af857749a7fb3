// SPDX-License-Identifier: Apache-2.0
//
// Reads each record of input.json with Confluent's client and writes it again with the newest schema of its subject:
// what comes out goes to output.json. Arguments: the registry's URL, the two files.
'use strict';
const fs = require('node:fs');
const avro = require('avsc');
// The package's index loads encryption for every cloud, whose packages are left out here.
const { AvroDeserializer, AvroSerializer } = require('@confluentinc/schemaregistry/dist/serde/avro');
const { SerdeType } = require('@confluentinc/schemaregistry/dist/serde/serde');
const { SchemaRegistryClient } = require('@confluentinc/schemaregistry/dist/schemaregistry-client');

const [url, input, output] = process.argv.slice(2);

// Numbers of JavaScript end at 2^53.
const long = avro.types.LongType.__with({
  fromBuffer: (buffer) => buffer.readBigInt64LE(),
  toBuffer: (number) => {
    const buffer = Buffer.alloc(8);
    buffer.writeBigInt64LE(BigInt(number));
    return buffer;
  },
  fromJSON: BigInt,
  toJSON: Number,
  isValid: (number) => typeof number === 'bigint',
  compare: (one, other) => (one === other ? 0 : one < other ? -1 : 1),
});
const typeHook = (schema) => (schema === 'long' || schema?.type === 'long' ? long : undefined);

async function main() {
  const client = SchemaRegistryClient.newClient({ baseURLs: [url] });
  const reader = new AvroDeserializer(client, SerdeType.VALUE, { typeHook });
  const writer = new AvroSerializer(client, SerdeType.VALUE,
    { useLatestVersion: true, autoRegisterSchemas: false, typeHook });
  const native = new AvroSerializer(client, SerdeType.VALUE, { autoRegisterSchemas: true });
  const results = [];
  for (const { topic, data, value } of JSON.parse(fs.readFileSync(input, 'utf8'))) {
    try {
      const bytes = value !== undefined
        ? await native.serialize(topic, value)
        : await writer.serialize(topic, await reader.deserialize(topic, Buffer.from(data, 'hex')));
      results.push({ data: bytes.toString('hex') });
    } catch (error) {
      results.push({ error: String(error?.message ?? error) });
    }
  }
  fs.writeFileSync(output, JSON.stringify(results));
}

main().then(() => process.exit(0), (error) => {
  console.error(error);
  process.exit(1);
});
