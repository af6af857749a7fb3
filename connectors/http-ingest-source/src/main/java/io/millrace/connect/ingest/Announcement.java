// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;

/** Where the task can be reached: told to the log, and as a record if there is a topic for it. */
final class Announcement {
    private final HttpIngestConfig config;
    private final String url;
    private boolean isMade;

    Announcement(HttpIngestConfig config, int port, boolean isSecure) {
        this.config = config;
        String host = config.advertisedHost().isEmpty() ? localName() : config.advertisedHost();
        String bracketed = host.contains(":") ? "[" + host + "]" : host;
        this.url = (isSecure ? "https://" : "http://") + bracketed + ":" + port;
    }

    private static String localName() {
        try {
            return InetAddress.getLocalHost().getCanonicalHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    String url() {
        return url;
    }

    /** Once: a record with key {@code connector/task} and the URL as value. */
    List<SourceRecord> records(TaskOffsets offsets) {
        if (isMade || config.addressesTopic().isEmpty()) {
            return List.of();
        }
        isMade = true;
        IngestRecord.Place place = offsets.plain();
        return List.of(new SourceRecord(
                place.partition(),
                place.offset(),
                config.addressesTopic(),
                null,
                Schema.STRING_SCHEMA,
                config.connector() + "/" + config.task(),
                Schema.STRING_SCHEMA,
                url));
    }
}
