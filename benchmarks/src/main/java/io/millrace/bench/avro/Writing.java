// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.avro;

import io.millrace.bench.RecordContender;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.storage.Converter;

/** A converter that writes. */
final class Writing extends RecordContender<Struct> {
    private final Converter converter;

    Writing(String name, Converter converter, Records<Struct> records) {
        super(name, records);
        this.converter = converter;
    }

    @Override
    protected Object apply(Struct item) {
        return converter.fromConnectData(Shape.TOPIC, item.schema(), item);
    }
}
