// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import static io.millrace.records.ConfigChecks.between;

import io.millrace.connect.device.internal.TopicChecks;
import io.millrace.connect.device.internal.auth.AuthOptions;
import io.millrace.connect.device.internal.net.AddressOptions;
import io.millrace.connect.device.internal.net.ProxyOptions;
import io.millrace.connect.device.internal.net.StatusClasses;
import io.millrace.connect.device.internal.shape.ShapeOptions;
import io.millrace.http.internal.TlsOptions;
import io.millrace.records.ConfigChecks;
import io.millrace.records.OptionGroup;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
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

    static final ConfigDef DEF = define();

    private static ConfigDef define() {
        ConfigDef def = new ConfigDef();
        defineOutput(def);
        defineEndpoints(def);
        defineRequest(def);
        AuthOptions.define(def);
        definePages(def);
        defineWindows(def);
        defineBody(def);
        ShapeOptions.define(def);
        defineRecords(def);
        definePace(def);
        AddressOptions.define(def);
        ProxyOptions.define(def);
        TLS.define(def);
        return def;
    }

    private static void defineOutput(ConfigDef def) {
        new OptionGroup(def, "Output")
                .importance(Importance.HIGH)
                .required(
                        TOPIC,
                        TopicChecks.topic(),
                        "Topic",
                        "The topic that records go to, for example devices.events. With values of the record in it,"
                                + " such as devices.${/type}, each record goes to its own; characters that a topic"
                                + " cannot have make it a bad record.")
                .importance(Importance.MEDIUM)
                .choice(
                        BAD_RECORDS,
                        BadRecords.FAIL,
                        "Bad records",
                        "What becomes of a record that does not fit. fail: the task fails, and nothing is lost."
                                + " dead-letter: it goes to bad.records.topic, with the reason and where it was in its"
                                + " headers. skip: it is counted and left out.")
                .text(
                        BAD_RECORDS_TOPIC,
                        "",
                        TopicChecks.topicOrNone(),
                        "Topic of bad records",
                        "Where bad records go, as they were sent, with bad.records=dead-letter.");
    }

    private static void defineEndpoints(ConfigDef def) {
        new OptionGroup(def, "Endpoints")
                .list(
                        ENDPOINTS,
                        "",
                        HttpPollChecks.endpointNames(),
                        "Endpoints",
                        "Names for the endpoints, for example vehicles,positions, if there is more than one. A setting"
                                + " of one of them is written endpoint.vehicles.http.path; without the name it holds"
                                + " for all. Endpoints are spread over tasks.")
                .text(
                        PARENT,
                        "",
                        null,
                        "Parent",
                        "The endpoint whose records this one is asked for, one by one: values of them are"
                                + " ${parent./id} in this one's templates. Its list is read from the beginning each"
                                + " time, and its parts are spread over tasks. It may have a parent itself, whose"
                                + " values are ${parent.parent./id}.")
                .number(
                        PARENT_REFRESH_MS,
                        300_000L,
                        between(1, 365 * DAY_MS, 300_000),
                        "Parent refresh",
                        "How often, in milliseconds, the parent's list is read again for records that came or went.")
                .flag(
                        DELIVER,
                        "true",
                        "Deliver records",
                        "Whether the endpoint's records go to its topic. false: it is read as the parent of others only,"
                                + " and needs no topic.");
    }

    private static void defineRequest(ConfigDef def) {
        new OptionGroup(def, "Request")
                .importance(Importance.HIGH)
                .required(
                        URL,
                        HttpPollChecks.url(),
                        "URL",
                        "The address of the API, http or https, for example https://api.example.com/v1/events. Query"
                                + " parameters in it are sent with every request. Without its query it is also the"
                                + " source partition, so another address starts from the beginning.")
                .text(
                        PATH,
                        "",
                        HttpPollChecks.template(),
                        "Path",
                        "What is added to the path of http.url, for example /v1/devices/${parent./id}/events. Values"
                                + " are encoded as segments.")
                .importance(Importance.MEDIUM)
                .choice(METHOD, Method.GET, "Method", "get or post.")
                .text(
                        QUERY,
                        "",
                        HttpPollChecks.template(),
                        "Query",
                        "Query parameters, for example from=${window.start}&type=tap. One whose value is missing, as"
                                + " the cursor of the first request, is left out. Known values: cursor, limit,"
                                + " window.start, window.end, parent.<JSON pointer>.")
                .text(
                        BODY,
                        "",
                        HttpPollChecks.template(),
                        "Body",
                        "The body of a post, for example {\"after\": \"${cursor}\", \"limit\": ${limit}}. In JSON a"
                                + " member whose value is missing is left out.")
                .text(BODY_TYPE, "application/json", null, "Body type", "The Content-Type of the body.")
                .flag(
                        CONDITIONAL,
                        "true",
                        "Conditional requests",
                        "Whether a page that is asked for again is asked for with its ETag or Last-Modified, so that the"
                                + " API can answer 304 instead of sending it again.")
                .importance(Importance.LOW)
                .number(
                        REDIRECTS_MAX,
                        5,
                        between(0, 20, 5),
                        "Redirects",
                        "How many redirects are followed, to the same scheme, host and port only: one that leads"
                                + " elsewhere fails the task.")
                .number(
                        REQUESTS_MAX,
                        4,
                        between(1, 64, 4),
                        "Requests at once",
                        "How many requests a task has under way at most. One endpoint, or one parent record, has one.")
                .number(
                        CONNECT_TIMEOUT_MS,
                        10_000L,
                        between(1, DAY_MS, 10_000),
                        "Connect timeout",
                        "How long, in milliseconds, to wait for a connection.")
                .number(
                        READ_TIMEOUT_MS,
                        30_000L,
                        between(1, DAY_MS, 30_000),
                        "Read timeout",
                        "How long, in milliseconds, the API may be silent before or within an answer. Longer suits slow "
                                + "APIs; shorter notices a dead one sooner.")
                .number(
                        REQUEST_TIMEOUT_MS,
                        120_000L,
                        between(1, DAY_MS, 120_000),
                        "Request timeout",
                        "How long, in milliseconds, one request may take from the first byte sent to the last byte read.")
                .flag(
                        PROBE,
                        "true",
                        "Probe on validation",
                        "Whether validating the configuration sends one request to each endpoint, and says what came of"
                                + " it. None with http.auth.type=oauth2-refresh-token, which tasks alone use.");
    }

    private static void definePages(ConfigDef def) {
        new OptionGroup(def, "Pages")
                .choice(
                        PAGINATION_TYPE,
                        Pager.CURSOR,
                        "Pagination",
                        "How one page leads to the next. cursor: it holds the next one's cursor. next-url: it holds the"
                                + " next one's address. link-header: its Link header does. page: pages are numbered."
                                + " offset: a page begins after so many records. last-key: it begins after the record"
                                + " with a key. none: there is one page.")
                .choice(
                        LIST,
                        ListKind.AUTO,
                        "List",
                        "How the list changes. append-only: a page, asked again, has the same records in the same order,"
                                + " followed by newer ones; it is read once, and delivery is exactly once. changing:"
                                + " anything may change; it is read anew each time, and delivered anew unless"
                                + " record.id.pointer tells records apart. auto: append-only for cursor, next-url and"
                                + " last-key, changing for the others.")
                .choice(
                        ORDER,
                        Order.OLDEST_FIRST,
                        "Order",
                        "oldest-first; or newest-first, for feeds that begin with the newest record: pages are read"
                                + " until one has a known record.id.pointer, and then delivered oldest first.")
                .text(
                        CURSOR_PARAMETER,
                        CURSOR_PARAMETER_DEFAULT,
                        null,
                        "Cursor parameter",
                        "The query parameter that carries the cursor or last key, unless a template has ${cursor}. The"
                                + " first request of all goes without it.")
                .text(
                        CURSOR_POINTER,
                        CURSOR_POINTER_DEFAULT,
                        HttpPollChecks.pointerOrNone("/next"),
                        "Cursor pointer",
                        "Where a page holds the next cursor, as a JSON pointer (RFC 6901). A page without one, or with"
                                + " null, is the last for now.")
                .text(
                        CURSOR_HEADER,
                        "",
                        null,
                        "Cursor header",
                        "The response header that holds the next cursor, if its body does not.")
                .text(
                        NEXT_POINTER,
                        "/next",
                        HttpPollChecks.pointerOrNone("/next"),
                        "Next pointer",
                        "Where a page holds the next one's address, for pagination.type=next-url. It may be relative,"
                                + " and must stay at the scheme, host and port of http.url.")
                .text(LINK_REL, "next", null, "Link relation", "The relation of the next page in a Link header.")
                .text(
                        PAGE_PARAMETER,
                        "page",
                        null,
                        "Page parameter",
                        "The query parameter that carries the page's number, for pagination.type=page.")
                .number(PAGE_FIRST, 1L, between(0, 1, 1), "First page", "The number of the first page.")
                .text(
                        OFFSET_PARAMETER,
                        "offset",
                        null,
                        "Offset parameter",
                        "The query parameter that carries the number of records to pass over, for"
                                + " pagination.type=offset.")
                .text(
                        KEY_POINTER,
                        "/id",
                        HttpPollChecks.pointer("/id"),
                        "Key pointer",
                        "Where a record holds the key to go on after, for pagination.type=last-key.")
                .text(
                        MORE_POINTER,
                        "",
                        HttpPollChecks.pointerOrNone("/has_more"),
                        "More pointer",
                        "Where a page says with true or false whether more follows, for example /has_more.")
                .text(
                        LIMIT_PARAMETER,
                        LIMIT_PARAMETER_DEFAULT,
                        null,
                        "Limit parameter",
                        "The query parameter that carries the page size. Empty: none is sent.")
                .number(
                        LIMIT,
                        LIMIT_DEFAULT,
                        between(1, 100_000, LIMIT_DEFAULT),
                        "Page size",
                        "Records asked for in one page. A page is one batch, and with exactly-once support one "
                                + "transaction. Larger is faster; smaller takes less memory. With numbered pages of a"
                                + " list that is append-only it must be the size that the API gives.")
                .number(
                        MAX_PAGES,
                        10_000,
                        between(1, Integer.MAX_VALUE, 10_000),
                        "Most pages",
                        "How many pages are read in one go. After that many the poll interval passes before the next; a"
                                + " newest-first feed that has not come to a known record by then fails, and one without"
                                + " an offset begins there.")
                .number(
                        MAX_BYTES,
                        128L * MIB,
                        between(1024, 1L << 50, 128L * MIB),
                        "Most gathered",
                        "How many bytes of records a newest-first feed keeps in memory before it has come to a known one"
                                + " and delivers them, oldest first; with more it fails. Records take several times"
                                + " their bytes.")
                .choice(
                        SAME_PAGE,
                        SamePage.FAIL,
                        "Same page",
                        "What becomes of a page whose records are those of the page before, byte for byte, and of a"
                                + " newest-first feed whose pages have nothing new: fail, as it is with an API that does"
                                + " not know the cursor's parameter; or deliver.")
                .choice(
                        INITIAL,
                        Initial.EARLIEST,
                        "Initial position",
                        "Where a newest-first feed begins that has no offset: earliest, with the oldest record that"
                                + " pages lead to; latest, after the first page.")
                .text(
                        INITIAL_OFFSET,
                        "",
                        HttpPollChecks.offset(),
                        "Initial offset",
                        "The source offset to begin with where there is none, as JSON, for example {\"cursor\":"
                                + " \"c100\"}.");
    }

    private static void defineWindows(ConfigDef def) {
        new OptionGroup(def, "Windows of time")
                .number(
                        WINDOW_STEP_MS,
                        0L,
                        between(0, 3650 * DAY_MS, 0),
                        "Step",
                        "How much time, in milliseconds, one window asks for at most. 0: time is not read in windows.")
                .text(
                        WINDOW_START,
                        "now",
                        HttpPollChecks.instant(),
                        "Start",
                        "Where the first window begins: an instant such as 2026-03-01T00:00:00Z, now, or now-P7D.")
                .text(
                        WINDOW_END,
                        "",
                        HttpPollChecks.instantOrNone(),
                        "End",
                        "Where the last window ends, for a backfill. Empty: never.")
                .number(
                        WINDOW_LAG_MS,
                        5_000L,
                        between(0, 3650 * DAY_MS, 5_000),
                        "Lag",
                        "How old, in milliseconds, the end of a window is at least, by the API's clock, so that records"
                                + " of it have arrived.")
                .number(
                        WINDOW_LOOKBACK_MS,
                        0L,
                        between(0, 3650 * DAY_MS, 0),
                        "Lookback",
                        "How much of the time before a window, in milliseconds, is asked for again with it, for records"
                                + " that arrive late. Needs record.id.pointer, by which those known are left out.")
                .number(
                        WINDOW_END_SHIFT_MS,
                        0L,
                        between(0, DAY_MS, 0),
                        "End shift",
                        "How much before a window's end, in milliseconds, the end is that is sent: 1000 for an API that"
                                + " counts in seconds and counts the end in.")
                .text(
                        WINDOW_FORMAT,
                        "iso",
                        HttpPollChecks.windowFormat(),
                        "Format",
                        "How times are sent: iso, epoch-s, epoch-ms, or a pattern such as yyyy-MM-dd'T'HH:mm:ss, in UTC.")
                .text(
                        WINDOW_START_PARAMETER,
                        "start",
                        null,
                        "Start parameter",
                        "The query parameter that carries the start, unless a template has ${window.start}.")
                .text(
                        WINDOW_END_PARAMETER,
                        "end",
                        null,
                        "End parameter",
                        "The query parameter that carries the end, unless a template has ${window.end}.");
    }

    private static void defineBody(ConfigDef def) {
        new OptionGroup(def, "Pages' content")
                .choice(
                        RESPONSE_FORMAT,
                        Format.JSON,
                        "Format",
                        "json; ndjson, a JSON value a line; or csv, with a header line or records.columns.")
                .text(
                        RECORDS_POINTER,
                        RECORDS_POINTER_DEFAULT,
                        HttpPollChecks.pointerOrNone("/data"),
                        "Records pointer",
                        "Where a page holds the array of records, as a JSON pointer. null there is an empty page. Empty:"
                                + " the page itself is the array, or one record.")
                .list(
                        RECORDS_COLUMNS,
                        "",
                        null,
                        "Columns",
                        "Names for the elements of records that are arrays, in order; or the columns of a CSV without a"
                                + " header line.")
                .flag(
                        RECORDS_FLATTEN,
                        "false",
                        "Flatten",
                        "Whether the array holds arrays of records, which are taken for one.")
                .text(
                        CSV_DELIMITER,
                        ",",
                        HttpPollChecks.delimiter(),
                        "CSV delimiter",
                        "What is between the fields of a CSV: one character, or \\t.")
                .choice(
                        RESPONSE_COMPRESSION,
                        Compression.AUTO,
                        "Compression",
                        "auto: gzip, deflate and zstd by the response's headers. Or what all bodies are, whatever their"
                                + " headers say.")
                .number(
                        PAGE_MAX_BYTES,
                        256L * MIB,
                        between(1024, 1L << 50, 256L * MIB),
                        "Longest page",
                        "The longest page, in bytes after decompression. It is read as a stream: this guards against"
                                + " bodies without an end.")
                .number(
                        RECORD_MAX_BYTES,
                        16 * MIB,
                        between(64, 1024 * MIB, 16 * MIB),
                        "Longest record",
                        "The longest record, in bytes of the page; a longer one is bad. Set it below the producer's"
                                + " max.request.size, so that records that Kafka would refuse are told apart.")
                .number(
                        PAGE_MAX_DEPTH,
                        200,
                        between(2, 1000, 200),
                        "Deepest nesting",
                        "How many objects and arrays may be inside each other in a page.");
    }

    private static void defineRecords(ConfigDef def) {
        new OptionGroup(def, "Overlap")
                .number(
                        ID_MAX,
                        1000,
                        between(1, 50_000, 1000),
                        "Ids kept",
                        "How many ids of records, those of record.id.pointer, are kept to leave out what is served"
                                + " again. They are part of the source offset, whose text has to stay below the"
                                + " offset topic's largest message, 1 MB by default. It must be more than the API serves"
                                + " twice: with exactly.once.support=required the task fails where it is not.");
    }

    private static void definePace(ConfigDef def) {
        new OptionGroup(def, "Pace and retries")
                .number(
                        POLL_INTERVAL_MS,
                        100L,
                        between(1, DAY_MS, 100),
                        "Poll interval",
                        "The pause, in milliseconds, once the feed has nothing more; longer where the API asks for it"
                                + " with X-Poll-Interval. Shorter lowers latency; longer spares the API.")
                .number(
                        RATE_REQUESTS,
                        0,
                        between(0, 1_000_000, 0),
                        "Rate limit",
                        "How many requests go to one host in rate.limit.period.ms, from all tasks in a worker together."
                                + " 0: as many as there are.")
                .number(
                        RATE_PERIOD_MS,
                        1_000L,
                        between(1, DAY_MS, 1_000),
                        "Rate limit period",
                        "The time, in milliseconds, that rate.limit.requests is for.")
                .importance(Importance.LOW)
                .number(
                        RETRY_INITIAL_MS,
                        200L,
                        between(1, DAY_MS, 200),
                        "First retry pause",
                        "The longest pause, in milliseconds, after a first failed request (no connection, a timeout, or a"
                                + " status of retry.statuses). It doubles with each further failure; each pause is chosen"
                                + " at random up to it.")
                .number(
                        RETRY_MAX_MS,
                        30_000L,
                        between(1, DAY_MS, 30_000),
                        "Longest retry pause",
                        "The longest pause, in milliseconds, between retries of our own choosing.")
                .number(
                        RETRY_AFTER_MAX_MS,
                        600_000L,
                        between(0, DAY_MS, 600_000),
                        "Longest Retry-After",
                        "The longest pause, in milliseconds, that the API may ask for with Retry-After, its rate limits or"
                                + " X-Poll-Interval. A longer one is cut to this.")
                .number(
                        RETRY_TIMEOUT_MS,
                        -1L,
                        between(-1, Long.MAX_VALUE / 1_000_000, -1),
                        "Retry timeout",
                        "How long, in milliseconds, one request is retried before the task fails. 0 disables retries, -1"
                                + " never gives up. Longer rides out outages; shorter surfaces them in the task's status.")
                .text(
                        RETRY_STATUSES,
                        "408,425,429,5xx",
                        StatusClasses.validator(),
                        "Statuses to retry",
                        "The statuses after which a request is tried again. Others than 200 and these fail the task.")
                .text(
                        EMPTY_STATUSES,
                        "204",
                        StatusClasses.validator(),
                        "Statuses without records",
                        "The statuses that say that there is nothing: 404 for APIs that answer so for an empty list.");
    }

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
