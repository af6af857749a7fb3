// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.avro;

import io.millrace.bench.RecordContender;
import org.apache.kafka.connect.storage.Converter;

/** A converter that reads what it wrote. */
final class Reading extends RecordContender<byte[]> {
    private final Converter converter;

    Reading(String name, Converter converter, Records<byte[]> records) {
        super(name, records);
        this.converter = converter;
    }

    @Override
    protected Object apply(byte[] item) {
        return converter.toConnectData(Shape.TOPIC, item);
    }
}
