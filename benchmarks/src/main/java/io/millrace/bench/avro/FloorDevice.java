// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.avro;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** The reports of {@link Devices}. */
@SuppressWarnings("JavaUtilDate") // Connect's logical types are made of it
final class FloorDevice extends Floor {
    private static final long MILLIS_PER_DAY = 86_400_000L;

    private final Schema schema;
    private final Schema location;
    private final Schema reading;
    private final Field[] fields;
    private final Field[] places;
    private final Field[] parts;

    FloorDevice(Schema schema) {
        super(schema);
        this.schema = schema;
        location = schema.field("location").schema();
        reading = schema.field("readings").schema().valueSchema();
        fields = fields(schema);
        places = fields(location);
        parts = fields(reading);
    }

    @Override
    void write(Struct event, BinaryEncoder to) throws IOException {
        to.writeString((String) event.get(fields[0]));
        to.writeLong((Long) event.get(fields[1]));
        to.writeLong(((Date) event.get(fields[2])).getTime());
        to.writeInt((int) (((Date) event.get(fields[3])).getTime() / MILLIS_PER_DAY));
        to.writeInt((int) ((Date) event.get(fields[4])).getTime());
        to.writeBoolean((Boolean) event.get(fields[5]));
        to.writeFloat((Float) event.get(fields[6]));
        Struct place = (Struct) event.get(fields[7]);
        branch(place, to);
        if (place != null) {
            to.writeDouble((Double) place.get(places[0]));
            to.writeDouble((Double) place.get(places[1]));
            Object altitude = place.get(places[2]);
            branch(altitude, to);
            if (altitude != null) {
                to.writeFloat((Float) altitude);
            }
        }
        readings((List<?>) event.get(fields[8]), to);
        tags((Map<?, ?>) event.get(fields[9]), to);
        optionalString(event.get(fields[10]), to);
        to.writeBytes((byte[]) event.get(fields[11]));
    }

    private void readings(List<?> readings, BinaryEncoder to) throws IOException {
        to.writeArrayStart();
        to.setItemCount(readings.size());
        for (Object each : readings) {
            Struct struct = (Struct) each;
            to.writeString((String) struct.get(parts[0]));
            to.writeDouble((Double) struct.get(parts[1]));
            optionalString(struct.get(parts[2]), to);
            to.writeInt((Integer) struct.get(parts[3]));
        }
        to.writeArrayEnd();
    }

    private static void tags(Map<?, ?> tags, BinaryEncoder to) throws IOException {
        to.writeMapStart();
        to.setItemCount(tags.size());
        for (Map.Entry<?, ?> tag : tags.entrySet()) {
            to.writeString((String) tag.getKey());
            to.writeString((String) tag.getValue());
        }
        to.writeMapEnd();
    }

    @Override
    Struct read(BinaryDecoder from) throws IOException {
        Struct event = new Struct(schema);
        event.put(fields[0], from.readString());
        event.put(fields[1], from.readLong());
        event.put(fields[2], new Date(from.readLong()));
        event.put(fields[3], new Date(from.readInt() * MILLIS_PER_DAY));
        event.put(fields[4], new Date(from.readInt()));
        event.put(fields[5], from.readBoolean());
        event.put(fields[6], from.readFloat());
        if (from.readIndex() == 1) {
            event.put(fields[7], place(from));
        }
        event.put(fields[8], readings(from));
        event.put(fields[9], tags(from));
        optionalString(event, fields[10], from);
        ByteBuffer raw = from.readBytes(null);
        event.put(fields[11], raw);
        return event;
    }

    private Struct place(BinaryDecoder from) throws IOException {
        Struct place = new Struct(location);
        place.put(places[0], from.readDouble());
        place.put(places[1], from.readDouble());
        if (from.readIndex() == 1) {
            place.put(places[2], from.readFloat());
        }
        return place;
    }

    private List<Struct> readings(BinaryDecoder from) throws IOException {
        List<Struct> readings = new ArrayList<>();
        for (long n = from.readArrayStart(); n > 0; n = from.arrayNext()) {
            for (long i = 0; i < n; i++) {
                Struct struct = new Struct(reading);
                struct.put(parts[0], from.readString());
                struct.put(parts[1], from.readDouble());
                optionalString(struct, parts[2], from);
                struct.put(parts[3], from.readInt());
                readings.add(struct);
            }
        }
        return readings;
    }

    private static Map<String, String> tags(BinaryDecoder from) throws IOException {
        Map<String, String> tags = new LinkedHashMap<>();
        for (long n = from.readMapStart(); n > 0; n = from.mapNext()) {
            for (long i = 0; i < n; i++) {
                tags.put(from.readString(), from.readString());
            }
        }
        return tags;
    }
}
