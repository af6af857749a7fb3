// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.wire;

import io.millrace.converters.internal.registry.SchemaId;
import io.millrace.converters.internal.registry.SchemaId.Kind;
import io.millrace.records.Fault;
import io.millrace.records.Side;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * Where a record says by which schema it was written: Confluent's header, Apicurio's headers, or in front of the data.
 * Thread-safe.
 *
 * <p>Confluent's: a byte 0 and the id in four bytes, or a byte 1 and the GUID in sixteen; from version 8 on either may
 * stand in a header. Apicurio's: the id in eight bytes in a header, or after the byte 0 in front of the data.
 */
final class SchemaIds {
    static final int ID_MAGIC = 0;
    private static final int GUID_MAGIC = 1;
    private static final int ID_BYTES = 1 + Integer.BYTES;
    private static final int LONG_ID_BYTES = 1 + Long.BYTES;
    private static final int GUID_BYTES = 1 + 2 * Long.BYTES;

    /** An id, and where the data begin. */
    record Located(SchemaId id, int offset) {}

    private final IdOptions.ReadFrom from;
    private final String header;
    private final String globalIdHeader;
    private final String contentIdHeader;
    private final String encodingHeader;

    SchemaIds(Side side, IdOptions.ReadFrom from) {
        this.from = from;
        header = headerName(side);
        globalIdHeader = "apicurio." + side.label() + ".globalId";
        contentIdHeader = "apicurio." + side.label() + ".contentId";
        encodingHeader = "apicurio." + side.label() + ".encoding";
    }

    private static String headerName(Side side) {
        return "__" + side.label() + "_schema_id";
    }

    /** Confluent's header that says {@code guid}. */
    static Header header(Side side, UUID guid) {
        byte[] value = ByteBuffer.allocate(GUID_BYTES)
                .put((byte) GUID_MAGIC)
                .putLong(guid.getMostSignificantBits())
                .putLong(guid.getLeastSignificantBits())
                .array();
        return new RecordHeader(headerName(side), value);
    }

    /**
     * The id of a record; throws a {@link Fault} where there is none.
     *
     * @param recent what the record before it had, returned again where this one has the same
     */
    Located locate(@Nullable Headers headers, byte[] data, @Nullable Located recent) {
        switch (from.place()) {
            case CONFIGURED -> {
                return new Located(from.configuredId(), 0);
            }
            case HEADER_OR_PREFIX -> {
                SchemaId inHeaders = headers == null ? null : inHeaders(headers);
                if (inHeaders != null) {
                    return new Located(inHeaders, 0);
                }
            }
            case PREFIX -> {}
        }
        if (data.length < ID_BYTES || data[0] != ID_MAGIC) {
            return unusual(data);
        }
        int id = intAt(data, 1);
        if (recent != null && recent.offset == ID_BYTES && recent.id.least() == id) {
            return recent;
        }
        return prefixed(data, id);
    }

    private @Nullable SchemaId inHeaders(Headers headers) {
        Header confluents = headers.lastHeader(header);
        if (confluents != null) {
            return confluents(confluents);
        }
        Header globalId = headers.lastHeader(globalIdHeader);
        Header apicurios = globalId != null ? globalId : headers.lastHeader(contentIdHeader);
        if (apicurios == null) {
            return null;
        }
        requireBinary(headers.lastHeader(encodingHeader));
        return apicurios(apicurios, globalId != null ? Kind.GLOBAL_ID : Kind.CONTENT_ID);
    }

    private static SchemaId confluents(Header header) {
        byte[] value = header.value();
        if (value != null && value.length == ID_BYTES && value[0] == ID_MAGIC) {
            return number(Kind.ID, intAt(value, 1));
        }
        if (value != null && value.length == GUID_BYTES && value[0] == GUID_MAGIC) {
            return guidAt(value);
        }
        throw new Fault(describe(header) + " (expected a zero byte and an id, 5 in all, or a byte 1 and a GUID, 17)");
    }

    private static SchemaId apicurios(Header header, Kind kind) {
        byte[] value = header.value();
        if (value == null || value.length != Long.BYTES) {
            throw new Fault(describe(header) + " (expected 8, an id)");
        }
        return number(kind, ByteBuffer.wrap(value).getLong());
    }

    /** A number that is no registry's is not asked for: what it would answer is not known. */
    private static SchemaId number(Kind kind, long id) {
        if (id < 0) {
            throw new Fault("schema id " + id + " (expected at least 0)");
        }
        return new SchemaId(kind, 0, id);
    }

    private static void requireBinary(@Nullable Header encoding) {
        if (encoding != null && encoding.value() != null && encoding.value().length == 4) {
            throw new Fault(
                    "Avro's JSON encoding in header " + encoding.key() + " (expected BINARY)",
                    "Set the producer's 'apicurio.registry.avro.encoding' to BINARY.");
        }
    }

    private static String describe(Header header) {
        byte[] value = header.value();
        return "header " + header.key() + " of " + (value == null ? 0 : value.length) + " bytes";
    }

    private Located prefixed(byte[] data, int id) {
        boolean isLong = switch (from.apicurio()) {
            case AUTO -> id == 0 && data.length >= LONG_ID_BYTES;
            case FOUR -> false;
            case EIGHT -> true;
        };
        if (!isLong) {
            return new Located(number(Kind.ID, id), ID_BYTES);
        }
        if (data.length < LONG_ID_BYTES) {
            throw new Fault(data.length + " bytes (expected at least 9: a zero byte and Apicurio's id)");
        }
        return new Located(
                number(Kind.GLOBAL_ID, (long) id << 32 | (intAt(data, ID_BYTES) & 0xffff_ffffL)), LONG_ID_BYTES);
    }

    /** Data that do not begin with a zero byte and an id. */
    private static Located unusual(byte[] data) {
        if (data.length >= GUID_BYTES && data[0] == GUID_MAGIC) {
            return new Located(guidAt(data), GUID_BYTES);
        }
        if (data.length < ID_BYTES) {
            throw new Fault(data.length + " bytes (expected at least 5: a zero byte and a schema id)");
        }
        throw new Fault(String.format(
                "first byte 0x%02x%s (expected 0x00, Confluent's wire format)", data[0] & 0xff, guess(data[0])));
    }

    private static String guess(byte first) {
        return switch (first) {
            case '{', '[', '"' -> ", as JSON text has it,";
            case '<' -> ", as XML has it,";
            case 'O' -> ", as an Avro file has it,";
            case 0x03 -> ", as AWS Glue's serializer has it,";
            case (byte) 0xc3 -> ", as Avro's single-object encoding has it,";
            default -> "";
        };
    }

    private static SchemaId guidAt(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new SchemaId(Kind.GUID, buffer.getLong(1), buffer.getLong(1 + Long.BYTES));
    }

    private static int intAt(byte[] bytes, int from) {
        return (bytes[from] & 0xff) << 24
                | (bytes[from + 1] & 0xff) << 16
                | (bytes[from + 2] & 0xff) << 8
                | (bytes[from + 3] & 0xff);
    }
}
