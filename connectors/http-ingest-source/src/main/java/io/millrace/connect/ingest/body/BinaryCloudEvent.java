// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.body;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.millrace.connect.ingest.request.Inbound;
import io.millrace.connect.ingest.request.RefusedException;
import io.millrace.json.internal.JsonInput;
import io.millrace.records.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A CloudEvent whose attributes are headers and whose data is the body (CloudEvents 1.0.2, HTTP protocol binding section
 * 3.1), as one JSON text.
 */
final class BinaryCloudEvent {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String PREFIX = "ce-";

    /** What attributes may not be called (section 3.1.3.1), or what has a header without prefix. */
    private static final Set<String> NO_ATTRIBUTES = Set.of("", "data", "data_base64", "datacontenttype");

    private BinaryCloudEvent() {}

    static boolean isOne(Inbound request) {
        return request.header(PREFIX + CloudEventShape.VERSION) != null
                || request.header(PREFIX + "id") != null
                || request.header(PREFIX + "type") != null
                || request.header(PREFIX + "source") != null;
    }

    /** @throws RefusedException if its data is said to be JSON, and is none */
    static byte[] json(Inbound request, byte[] data) throws IOException, RefusedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512 + data.length);
        String contentType = request.header("Content-Type");
        try (JsonGenerator event = JSON.createGenerator(bytes)) {
            event.writeStartObject();
            for (String name : attributes(request)) {
                String value = request.header(PREFIX + name);
                if (value != null) {
                    event.writeStringField(name, PercentText.decoded(value));
                }
            }
            if (contentType != null) {
                event.writeStringField("datacontenttype", contentType);
            }
            if (data.length > 0) {
                writeData(event, data, contentType);
            }
            event.writeEndObject();
        }
        return bytes.toByteArray();
    }

    /** The extensions that nobody here knows among them. */
    private static Set<String> attributes(Inbound request) {
        Set<String> names = new LinkedHashSet<>();
        for (String header : request.names().get()) {
            String name = header.toLowerCase(Locale.ROOT);
            if (name.startsWith(PREFIX) && !NO_ATTRIBUTES.contains(name.substring(PREFIX.length()))) {
                names.add(name.substring(PREFIX.length()));
            }
        }
        return names;
    }

    private static void writeData(JsonGenerator event, byte[] data, @Nullable String contentType)
            throws IOException, RefusedException {
        String type = Media.type(contentType);
        boolean isJson = type.isEmpty() || type.endsWith("/json") || type.endsWith("+json");
        String text = !isJson && isText(type) && Media.isUtf8(contentType) ? utf8(data) : null;
        if (isJson) {
            event.writeFieldName("data");
            event.writeRawValue(oneValue(data));
        } else if (text != null) {
            event.writeStringField("data", text);
        } else {
            event.writeFieldName("data_base64");
            event.writeBinary(data);
        }
    }

    private static boolean isText(String type) {
        return type.startsWith("text/") || type.endsWith("/xml") || type.endsWith("+xml");
    }

    private static @Nullable String utf8(byte[] data) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(data))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** Data that were more than one value could pass for attributes. */
    private static String oneValue(byte[] data) throws IOException, RefusedException {
        try (JsonInput in = JsonInput.of(data)) {
            try {
                in.first();
                String text = in.slice();
                in.requireEnd();
                return text;
            } catch (JsonProcessingException e) {
                throw Refusals.malformed(in.fault(e).found());
            }
        } catch (Fault e) {
            throw Refusals.malformed(e.found());
        }
    }
}
