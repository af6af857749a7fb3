// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import io.millrace.http.internal.TlsOptions;
import io.millrace.records.ConfigChecks;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * The settings of {@link HttpPollSourceConnector}: keys, defaults, ranges, and what they mean; and the endpoints that
 * they make. What is set without an endpoint's name holds for every endpoint that does not set it for itself.
 */
final class HttpPollConfig {
    static final String TOPIC = "topic";
    static final String ENDPOINTS = "endpoints";
    static final String ENDPOINT_PREFIX = "endpoint.";
    static final String PARENT = "parent";
    static final String PARENT_REFRESH_MS = "parent.refresh.ms";
    static final String DELIVER = "records.deliver";
    static final String URL = "http.url";
    static final String PATH = "http.path";
    static final String METHOD = "http.method";
    static final String QUERY = "http.query";
    static final String HEADER_PREFIX = "http.header.";
    static final String BODY = "http.body";
    static final String BODY_TYPE = "http.body.type";
    static final String CONDITIONAL = "http.conditional";
    static final String REDIRECTS_MAX = "http.redirects.max";
    static final String REQUESTS_MAX = "http.requests.max";
    static final String CONNECT_TIMEOUT_MS = "http.connect.timeout.ms";
    static final String READ_TIMEOUT_MS = "http.read.timeout.ms";
    static final String REQUEST_TIMEOUT_MS = "http.request.timeout.ms";
    static final TlsOptions TLS = new TlsOptions("http.ssl.", "API");
    static final String PAGINATION_TYPE = "pagination.type";
    static final String LIST = "pagination.list";
    static final String ORDER = "pagination.order";
    static final String CURSOR_PARAMETER = "pagination.cursor.parameter";
    static final String CURSOR_POINTER = "pagination.cursor.pointer";
    static final String CURSOR_HEADER = "pagination.cursor.header";
    static final String NEXT_POINTER = "pagination.next.pointer";
    static final String LINK_REL = "pagination.link.rel";
    static final String PAGE_PARAMETER = "pagination.page.parameter";
    static final String PAGE_FIRST = "pagination.page.first";
    static final String OFFSET_PARAMETER = "pagination.offset.parameter";
    static final String KEY_POINTER = "pagination.key.pointer";
    static final String MORE_POINTER = "pagination.more.pointer";
    static final String LIMIT_PARAMETER = "pagination.limit.parameter";
    static final String LIMIT = "pagination.limit";
    static final String MAX_PAGES = "pagination.max.pages";
    static final String MAX_BYTES = "pagination.max.bytes";
    static final String SAME_PAGE = "pagination.same.page";
    static final String INITIAL = "initial.position";
    static final String INITIAL_OFFSET = "initial.offset";
    static final String WINDOW_STEP_MS = "window.step.ms";
    static final String WINDOW_START = "window.start";
    static final String WINDOW_END = "window.end";
    static final String WINDOW_LAG_MS = "window.lag.ms";
    static final String WINDOW_LOOKBACK_MS = "window.lookback.ms";
    static final String WINDOW_END_SHIFT_MS = "window.end.shift.ms";
    static final String WINDOW_FORMAT = "window.format";
    static final String WINDOW_START_PARAMETER = "window.start.parameter";
    static final String WINDOW_END_PARAMETER = "window.end.parameter";
    static final String RESPONSE_FORMAT = "response.format";
    static final String RESPONSE_COMPRESSION = "response.compression";
    static final String RECORDS_POINTER = "records.pointer";
    static final String RECORDS_COLUMNS = "records.columns";
    static final String RECORDS_FLATTEN = "records.flatten";
    static final String CSV_DELIMITER = "csv.delimiter";
    static final String PAGE_MAX_BYTES = "page.max.bytes";
    static final String PAGE_MAX_DEPTH = "page.max.depth";
    static final String RECORD_MAX_BYTES = "record.max.bytes";
    static final String ID_MAX = "record.id.max";
    static final String ID_POINTER = "record.id.pointer";
    static final String BAD_RECORDS = "bad.records";
    static final String BAD_RECORDS_TOPIC = "bad.records.topic";
    static final String POLL_INTERVAL_MS = "poll.interval.ms";
    static final String RATE_REQUESTS = "rate.limit.requests";
    static final String RATE_PERIOD_MS = "rate.limit.period.ms";
    static final String RETRY_INITIAL_MS = "retry.initial.ms";
    static final String RETRY_MAX_MS = "retry.max.ms";
    static final String RETRY_AFTER_MAX_MS = "retry.after.max.ms";
    static final String RETRY_TIMEOUT_MS = "retry.timeout.ms";
    static final String RETRY_STATUSES = "retry.statuses";
    static final String EMPTY_STATUSES = "http.empty.statuses";
    static final String PROBE = "validate.probe";
    /** Set by the connector for its tasks: which endpoints, and which part of their parents. */
    static final String TASK_UNITS = "millrace.task.units";

    static final String DEFAULT_ENDPOINT = "default";
    static final String CURSOR_PARAMETER_DEFAULT = "after";
    static final String CURSOR_POINTER_DEFAULT = "/next";
    static final String LIMIT_PARAMETER_DEFAULT = "limit";
    static final String RECORDS_POINTER_DEFAULT = "/data";
    static final int LIMIT_DEFAULT = 1000;
    static final long DAY_MS = 86_400_000;
    static final int MIB = 1024 * 1024;

    static final ConfigDef DEF = HttpPollDef.define();

    private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();

    /** @throws ConfigException that names everything that is wrong */
    HttpPollConfig(Map<String, String> props) {
        List<HttpPollChecks.Problem> problems = HttpPollChecks.problems(props);
        if (!problems.isEmpty()) {
            throw new ConfigException(String.join(
                    " ", problems.stream().map(HttpPollChecks.Problem::text).toList()));
        }
        for (String name : names(props)) {
            endpoints.put(name, new Endpoint(name, endpointProps(props, name)));
        }
    }

    /** The names of the endpoints that are to be polled; one if none is named. */
    static List<String> names(Map<String, String> props) {
        List<String> names = Arrays.stream(props.getOrDefault(ENDPOINTS, "").split(","))
                .map(String::trim)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
        return names.isEmpty() ? List.of(DEFAULT_ENDPOINT) : names;
    }

    /** The settings of one endpoint: those without a name, and over them its own. */
    static Map<String, String> endpointProps(Map<String, String> props, String name) {
        String prefix = ENDPOINT_PREFIX + name + ".";
        Map<String, String> own = new LinkedHashMap<>();
        props.forEach((key, value) -> {
            if (!key.startsWith(ENDPOINT_PREFIX)) {
                own.put(key, value);
            }
        });
        props.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                own.put(key.substring(prefix.length()), value);
            }
        });
        if ("false".equalsIgnoreCase(own.getOrDefault(DELIVER, "").trim())) {
            own.putIfAbsent(TOPIC, name); // which nothing goes to
        }
        return own;
    }

    List<Endpoint> endpoints() {
        return List.copyOf(endpoints.values());
    }

    /** Those whose records are delivered. */
    List<Endpoint> delivered() {
        return endpoints.values().stream().filter(Endpoint::isDelivered).toList();
    }

    Endpoint endpoint(String name) {
        Endpoint endpoint = endpoints.get(name);
        if (endpoint == null) {
            throw new IllegalArgumentException("no endpoint " + name);
        }
        return endpoint;
    }

    enum Method implements ConfigChecks.Dashed {
        GET,
        POST
    }

    enum Pager implements ConfigChecks.Dashed {
        NONE,
        CURSOR,
        NEXT_URL,
        LINK_HEADER,
        PAGE,
        OFFSET,
        LAST_KEY
    }

    enum ListKind implements ConfigChecks.Dashed {
        AUTO,
        APPEND_ONLY,
        CHANGING
    }

    enum Order implements ConfigChecks.Dashed {
        OLDEST_FIRST,
        NEWEST_FIRST
    }

    enum SamePage implements ConfigChecks.Dashed {
        FAIL,
        DELIVER
    }

    enum Initial implements ConfigChecks.Dashed {
        EARLIEST,
        LATEST
    }

    enum Format implements ConfigChecks.Dashed {
        JSON,
        NDJSON,
        CSV
    }

    enum Compression implements ConfigChecks.Dashed {
        AUTO,
        GZIP,
        DEFLATE,
        ZSTD,
        NONE
    }

    enum BadRecords implements ConfigChecks.Dashed {
        FAIL,
        SKIP,
        DEAD_LETTER
    }
}
