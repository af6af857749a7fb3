// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.http;

import com.fasterxml.jackson.core.JsonPointer;
import io.millrace.bench.Contender;
import io.millrace.bench.Names;
import io.millrace.connect.device.internal.page.PageFormat;
import io.millrace.connect.device.internal.shape.RecordShape;
import io.millrace.connect.device.internal.shape.ShapeOptions;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/** Who takes part, and how each is configured. */
@SuppressWarnings("ImmutableEnumChecker") // made by Map.of
enum Contestant {
    /** The limit: Jackson's tokens, one after the other, and nothing made of them. */
    TOKEN_WALK(Map.of()),
    /** Each event's own text, and its key. */
    MILLRACE_RAW(Map.of("record.shape", "raw", "record.key", "/device_id")),
    /** A struct of all fields, its key and its timestamp. */
    MILLRACE_DECLARED(Map.of(
            "record.shape",
            "declared",
            "record.schema",
            "event_id:string!, device_id:string!, user_id:string, session_id:string, sequence:int64, type:string,"
                    + " occurred_at:timestamp(iso), received_at:timestamp(iso), platform:string, app_version:string,"
                    + " locale:string, note:string, tags:json, properties:json",
            "record.key",
            "/device_id",
            "record.timestamp.pointer",
            "/occurred_at")),
    /** A device event; what it has no field for is kept in its properties. */
    MILLRACE_DEVICE_EVENT(Map.of("record.shape", "device-event")),
    /** What sources usually do: a tree of the page, and each event written as text again. */
    READTREE(Map.of());

    private final Map<String, String> props;

    Contestant(Map<String, String> props) {
        this.props = props;
    }

    /** As it stands in tables: {@code token-walk}. */
    String text() {
        return Names.text(this);
    }

    /** The settings of a shape, as users write them. */
    Map<String, String> props() {
        return props;
    }

    /** A contender that has shown that it does the work. */
    Contender contender(byte[] page, int events) {
        PageWork work = work();
        Proof.require(this, work, page, events);
        return new PageContender(text(), work, page);
    }

    PageWork work() {
        return switch (this) {
            case TOKEN_WALK -> new TokenWalk();
            case READTREE -> new TreeWork();
            case MILLRACE_RAW, MILLRACE_DECLARED, MILLRACE_DEVICE_EVENT -> new ShapeWork(format(), shape());
        };
    }

    private RecordShape shape() {
        ConfigDef def = new ConfigDef();
        ShapeOptions.define(def);
        return ShapeOptions.of(new AbstractConfig(def, new HashMap<>(props), false), "events", "", Clock.systemUTC());
    }

    private static PageFormat format() {
        return new PageFormat(
                PageFormat.Kind.JSON,
                JsonPointer.compile("/data"),
                List.of(JsonPointer.compile("/next")),
                List.of(),
                false,
                ',',
                new PageFormat.Limits(16 * 1024 * 1024, 200));
    }
}
