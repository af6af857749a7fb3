// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import static io.millrace.records.ConfigChecks.between;
import static io.millrace.records.ConfigChecks.oneOf;

import com.fasterxml.jackson.core.JsonPointer;
import io.millrace.connect.device.internal.DeviceEventShape;
import io.millrace.connect.device.internal.RecordShape;
import io.millrace.connect.device.internal.RetryLimits;
import io.millrace.connect.device.internal.UnknownFields;
import io.millrace.records.ConfigChecks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import okhttp3.HttpUrl;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** The settings of {@link HttpPollSourceConnector}: keys, defaults, ranges, and what they mean. */
final class HttpPollConfig extends AbstractConfig {
    static final String TOPIC = "topic";
    static final String URL = "http.url";
    static final String AUTH_TYPE = "http.auth.type";
    static final String AUTH_TOKEN = "http.auth.token";
    static final String CONNECT_TIMEOUT_MS = "http.connect.timeout.ms";
    static final String READ_TIMEOUT_MS = "http.read.timeout.ms";
    static final String REQUEST_TIMEOUT_MS = "http.request.timeout.ms";
    static final String PAGINATION_TYPE = "pagination.type";
    static final String CURSOR_PARAMETER = "pagination.cursor.parameter";
    static final String CURSOR_POINTER = "pagination.cursor.pointer";
    static final String MORE_POINTER = "pagination.more.pointer";
    static final String LIMIT_PARAMETER = "pagination.limit.parameter";
    static final String LIMIT = "pagination.limit";
    static final String RECORDS_POINTER = "records.pointer";
    static final String RECORD_SHAPE = "record.shape";
    static final String UNKNOWN_FIELDS = "record.unknown.fields";
    static final String POLL_INTERVAL_MS = "poll.interval.ms";
    static final String PAGE_MAX_BYTES = "page.max.bytes";
    static final String RETRY_INITIAL_MS = "retry.initial.ms";
    static final String RETRY_MAX_MS = "retry.max.ms";
    static final String RETRY_AFTER_MAX_MS = "retry.after.max.ms";
    static final String RETRY_TIMEOUT_MS = "retry.timeout.ms";

    static final String DEVICE_EVENT = "device-event";
    static final String CURSOR_PARAMETER_DEFAULT = "after";
    static final String CURSOR_POINTER_DEFAULT = "/next";
    static final String LIMIT_PARAMETER_DEFAULT = "limit";
    static final String RECORDS_POINTER_DEFAULT = "/data";
    static final int LIMIT_DEFAULT = 1000;
    static final long DAY_MS = 86_400_000;
    static final int MIB = 1024 * 1024;

    private static final String OUTPUT = "Output";
    private static final String REQUEST = "Request";
    private static final String PAGES = "Pages";
    private static final String RECORDS = "Records";
    private static final String PACE = "Pace and retries";

    static final ConfigDef DEF = new ConfigDef()
            .define(
                    TOPIC,
                    ConfigDef.Type.STRING,
                    ConfigDef.NO_DEFAULT_VALUE,
                    HttpPollChecks.topic(),
                    Importance.HIGH,
                    "The topic that records go to, for example devices.events.",
                    OUTPUT,
                    1,
                    Width.MEDIUM,
                    "Topic")
            .define(
                    URL,
                    ConfigDef.Type.STRING,
                    ConfigDef.NO_DEFAULT_VALUE,
                    HttpPollChecks.url(),
                    Importance.HIGH,
                    "The address of the feed, http or https, for example https://api.example.com/v1/events. Query "
                            + "parameters in it are sent with every request. Without its query it is also the source "
                            + "partition, so another address starts from the beginning.",
                    REQUEST,
                    1,
                    Width.LONG,
                    "URL")
            .define(
                    AUTH_TYPE,
                    ConfigDef.Type.STRING,
                    ConfigChecks.text(AuthType.NONE),
                    oneOf(AuthType.NONE),
                    Importance.HIGH,
                    "How requests authenticate: none, or bearer, which sends http.auth.token in the Authorization "
                            + "header.",
                    REQUEST,
                    2,
                    Width.SHORT,
                    "Authentication")
            .define(
                    AUTH_TOKEN,
                    ConfigDef.Type.PASSWORD,
                    "",
                    HttpPollChecks.token(),
                    Importance.HIGH,
                    "The token for http.auth.type=bearer. Best given by a config provider, for example "
                            + "${env:DEVICE_API_TOKEN}. It is never logged, and never sent to another address: "
                            + "redirects are not followed.",
                    REQUEST,
                    3,
                    Width.LONG,
                    "Token")
            .define(
                    CONNECT_TIMEOUT_MS,
                    ConfigDef.Type.LONG,
                    10_000L,
                    between(1, DAY_MS, 10_000),
                    Importance.LOW,
                    "How long, in milliseconds, to wait for a connection.",
                    REQUEST,
                    4,
                    Width.SHORT,
                    "Connect timeout")
            .define(
                    READ_TIMEOUT_MS,
                    ConfigDef.Type.LONG,
                    30_000L,
                    between(1, DAY_MS, 30_000),
                    Importance.LOW,
                    "How long, in milliseconds, the API may be silent before or within an answer. Longer suits slow "
                            + "APIs; shorter notices a dead one sooner.",
                    REQUEST,
                    5,
                    Width.SHORT,
                    "Read timeout")
            .define(
                    REQUEST_TIMEOUT_MS,
                    ConfigDef.Type.LONG,
                    120_000L,
                    between(1, DAY_MS, 120_000),
                    Importance.LOW,
                    "How long, in milliseconds, one request may take from the first byte sent to the last byte read.",
                    REQUEST,
                    6,
                    Width.SHORT,
                    "Request timeout")
            .define(
                    PAGINATION_TYPE,
                    ConfigDef.Type.STRING,
                    ConfigChecks.text(Pagination.CURSOR),
                    oneOf(Pagination.CURSOR),
                    Importance.MEDIUM,
                    "How the feed is paged. cursor: each page names the cursor of the next one. Delivery is exactly "
                            + "once as long as a cursor, asked again, gives the same records in the same order, "
                            + "followed by newer ones.",
                    PAGES,
                    1,
                    Width.SHORT,
                    "Pagination")
            .define(
                    CURSOR_PARAMETER,
                    ConfigDef.Type.STRING,
                    CURSOR_PARAMETER_DEFAULT,
                    HttpPollChecks.name(CURSOR_PARAMETER_DEFAULT),
                    Importance.MEDIUM,
                    "The query parameter that carries the cursor. The first request of all goes without it.",
                    PAGES,
                    2,
                    Width.SHORT,
                    "Cursor parameter")
            .define(
                    CURSOR_POINTER,
                    ConfigDef.Type.STRING,
                    CURSOR_POINTER_DEFAULT,
                    HttpPollChecks.pointer(CURSOR_POINTER_DEFAULT),
                    Importance.MEDIUM,
                    "Where a page holds the next cursor, as a JSON pointer (RFC 6901). A page without one, or with "
                            + "null, is the last for now: its cursor is asked again.",
                    PAGES,
                    3,
                    Width.SHORT,
                    "Cursor pointer")
            .define(
                    MORE_POINTER,
                    ConfigDef.Type.STRING,
                    "",
                    HttpPollChecks.pointerOrNone(),
                    Importance.LOW,
                    "Where a page says with true or false whether more follows, as a JSON pointer, for example "
                            + "/has_more. Empty: more is expected after a full page. Only the pace depends on it.",
                    PAGES,
                    4,
                    Width.SHORT,
                    "More pointer")
            .define(
                    LIMIT_PARAMETER,
                    ConfigDef.Type.STRING,
                    LIMIT_PARAMETER_DEFAULT,
                    Importance.LOW,
                    "The query parameter that carries the page size. Empty: none is sent.",
                    PAGES,
                    5,
                    Width.SHORT,
                    "Limit parameter")
            .define(
                    LIMIT,
                    ConfigDef.Type.INT,
                    LIMIT_DEFAULT,
                    between(1, 100_000, LIMIT_DEFAULT),
                    Importance.MEDIUM,
                    "Records asked for in one page. A page is one batch, and with exactly-once support one "
                            + "transaction. Larger is faster; smaller takes less memory.",
                    PAGES,
                    6,
                    Width.SHORT,
                    "Page size")
            .define(
                    PAGE_MAX_BYTES,
                    ConfigDef.Type.INT,
                    16 * MIB,
                    between(1024, 1024 * MIB, 16 * MIB),
                    Importance.LOW,
                    "The longest page, in bytes after decompression. A longer one fails the task before it is read.",
                    PAGES,
                    7,
                    Width.SHORT,
                    "Longest page")
            .define(
                    RECORDS_POINTER,
                    ConfigDef.Type.STRING,
                    RECORDS_POINTER_DEFAULT,
                    HttpPollChecks.pointer(RECORDS_POINTER_DEFAULT),
                    Importance.MEDIUM,
                    "Where a page holds the array of records, as a JSON pointer. null there is an empty page.",
                    RECORDS,
                    1,
                    Width.SHORT,
                    "Records pointer")
            .define(
                    RECORD_SHAPE,
                    ConfigDef.Type.STRING,
                    DEVICE_EVENT,
                    HttpPollChecks.shape(),
                    Importance.MEDIUM,
                    "What each element of the array becomes. device-event: an io.millrace.DeviceEvent keyed by "
                            + "device_id; an element that does not fit fails the task.",
                    RECORDS,
                    2,
                    Width.SHORT,
                    "Record shape")
            .define(
                    UNKNOWN_FIELDS,
                    ConfigDef.Type.STRING,
                    ConfigChecks.text(UnknownFields.KEEP),
                    oneOf(UnknownFields.KEEP),
                    Importance.LOW,
                    "What becomes of fields that the record shape does not have. keep: they are put into "
                            + "properties._unknown_fields. drop: they are left out. fail: the task fails.",
                    RECORDS,
                    3,
                    Width.SHORT,
                    "Unknown fields")
            .define(
                    POLL_INTERVAL_MS,
                    ConfigDef.Type.LONG,
                    100L,
                    between(1, DAY_MS, 100),
                    Importance.MEDIUM,
                    "The pause, in milliseconds, once the feed has nothing more. Shorter lowers latency; longer "
                            + "spares the API.",
                    PACE,
                    1,
                    Width.SHORT,
                    "Poll interval")
            .define(
                    RETRY_INITIAL_MS,
                    ConfigDef.Type.LONG,
                    200L,
                    between(1, DAY_MS, 200),
                    Importance.LOW,
                    "The pause, in milliseconds, after a first failed request (no connection, a timeout, or status "
                            + "408, 425, 429 or 5xx). It doubles with each further failure, less up to half at random.",
                    PACE,
                    2,
                    Width.SHORT,
                    "First retry pause")
            .define(
                    RETRY_MAX_MS,
                    ConfigDef.Type.LONG,
                    30_000L,
                    between(1, DAY_MS, 30_000),
                    Importance.LOW,
                    "The longest pause, in milliseconds, between retries of our own choosing.",
                    PACE,
                    3,
                    Width.SHORT,
                    "Longest retry pause")
            .define(
                    RETRY_AFTER_MAX_MS,
                    ConfigDef.Type.LONG,
                    600_000L,
                    between(0, DAY_MS, 600_000),
                    Importance.LOW,
                    "The longest pause, in milliseconds, that the API may ask for with Retry-After. A longer one is "
                            + "cut to this.",
                    PACE,
                    4,
                    Width.SHORT,
                    "Longest Retry-After")
            .define(
                    RETRY_TIMEOUT_MS,
                    ConfigDef.Type.LONG,
                    -1L,
                    between(-1, Long.MAX_VALUE / 1_000_000, -1),
                    Importance.MEDIUM,
                    "How long, in milliseconds, one request is retried before the task fails. 0 disables retries, -1 "
                            + "never gives up. Longer rides out outages; shorter surfaces them in the task's status.",
                    PACE,
                    5,
                    Width.SHORT,
                    "Retry timeout");

    /** @throws ConfigException that names everything that is wrong */
    HttpPollConfig(Map<String, String> props) {
        super(DEF, props, false);
        List<HttpPollChecks.Problem> problems = HttpPollChecks.problems(props);
        if (!problems.isEmpty()) {
            throw new ConfigException(String.join(
                    " ", problems.stream().map(HttpPollChecks.Problem::text).toList()));
        }
    }

    String topic() {
        return getString(TOPIC);
    }

    HttpUrl url() {
        return HttpUrl.get(getString(URL));
    }

    /** The bearer token, if requests carry one. */
    @Nullable Password token() {
        return choice(AuthType.class, AUTH_TYPE) == AuthType.BEARER ? getPassword(AUTH_TOKEN) : null;
    }

    Duration connectTimeout() {
        return millis(CONNECT_TIMEOUT_MS);
    }

    Duration readTimeout() {
        return millis(READ_TIMEOUT_MS);
    }

    Duration requestTimeout() {
        return millis(REQUEST_TIMEOUT_MS);
    }

    String cursorParameter() {
        return getString(CURSOR_PARAMETER);
    }

    /** Empty if no page size is sent. */
    String limitParameter() {
        return getString(LIMIT_PARAMETER);
    }

    int limit() {
        return getInt(LIMIT);
    }

    JsonPointer cursorPointer() {
        return JsonPointer.compile(getString(CURSOR_POINTER));
    }

    @Nullable JsonPointer morePointer() {
        String pointer = getString(MORE_POINTER);
        return pointer.isEmpty() ? null : JsonPointer.compile(pointer);
    }

    JsonPointer recordsPointer() {
        return JsonPointer.compile(getString(RECORDS_POINTER));
    }

    RecordShape recordShape() {
        return new DeviceEventShape(choice(UnknownFields.class, UNKNOWN_FIELDS)); // the only shape that checks let pass
    }

    Duration pollInterval() {
        return millis(POLL_INTERVAL_MS);
    }

    int pageMaxBytes() {
        return getInt(PAGE_MAX_BYTES);
    }

    RetryLimits retryLimits() {
        Duration timeout = getLong(RETRY_TIMEOUT_MS) < 0 ? null : millis(RETRY_TIMEOUT_MS);
        return new RetryLimits(millis(RETRY_INITIAL_MS), millis(RETRY_MAX_MS), millis(RETRY_AFTER_MAX_MS), timeout);
    }

    private Duration millis(String key) {
        return Duration.ofMillis(getLong(key));
    }

    private <E extends Enum<E>> E choice(Class<E> type, String key) {
        return ConfigChecks.choice(type, getString(key));
    }

    enum AuthType {
        NONE,
        BEARER
    }

    enum Pagination {
        CURSOR
    }
}
