// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import com.fasterxml.jackson.core.JsonPointer;
import io.millrace.connect.device.internal.RetryLimits;
import io.millrace.connect.device.internal.net.StatusClasses;
import io.millrace.connect.http.HttpPollConfig.BadRecords;
import io.millrace.connect.http.HttpPollConfig.Compression;
import io.millrace.connect.http.HttpPollConfig.Format;
import io.millrace.connect.http.HttpPollConfig.Initial;
import io.millrace.connect.http.HttpPollConfig.ListKind;
import io.millrace.connect.http.HttpPollConfig.Method;
import io.millrace.connect.http.HttpPollConfig.Order;
import io.millrace.connect.http.HttpPollConfig.Pager;
import io.millrace.connect.http.HttpPollConfig.SamePage;
import io.millrace.records.ConfigChecks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okhttp3.HttpUrl;
import org.apache.kafka.common.config.AbstractConfig;
import org.jspecify.annotations.Nullable;

/** The settings of one endpoint, typed. */
final class Endpoint extends AbstractConfig {
    private final String name;

    /** @param props all settings that hold for it, without its name */
    Endpoint(String name, Map<String, String> props) {
        super(HttpPollConfig.DEF, props, false);
        this.name = name;
    }

    /** The same, read as a list of what there is, from the beginning each time. */
    Endpoint asList() {
        Map<String, String> props = new LinkedHashMap<>(originalsStrings());
        props.put(HttpPollConfig.LIST, ConfigChecks.text(ListKind.CHANGING));
        props.put(HttpPollConfig.ORDER, ConfigChecks.text(Order.OLDEST_FIRST));
        props.put(HttpPollConfig.ID_POINTER, "");
        props.put(HttpPollConfig.CONDITIONAL, "false");
        props.put(HttpPollConfig.WINDOW_STEP_MS, "0");
        return new Endpoint(name, props);
    }

    String name() {
        return name;
    }

    boolean isNamed() {
        return !name.equals(HttpPollConfig.DEFAULT_ENDPOINT);
    }

    String topic() {
        return getString(HttpPollConfig.TOPIC);
    }

    /** The endpoint whose records this one is asked for; null for none. */
    @Nullable String parent() {
        return textOrNull(HttpPollConfig.PARENT);
    }

    boolean isDelivered() {
        return getBoolean(HttpPollConfig.DELIVER);
    }

    Duration parentRefresh() {
        return millis(HttpPollConfig.PARENT_REFRESH_MS);
    }

    HttpUrl url() {
        return HttpUrl.get(getString(HttpPollConfig.URL));
    }

    /** The address with its path, as a template without its query, which may hold secrets. */
    String address() {
        String base = url().newBuilder().query(null).build().toString();
        return getString(HttpPollConfig.PATH).isEmpty()
                ? base
                : base.replaceFirst("/$", "") + getString(HttpPollConfig.PATH);
    }

    String path() {
        return getString(HttpPollConfig.PATH);
    }

    Method method() {
        return choice(Method.class, HttpPollConfig.METHOD);
    }

    String query() {
        return getString(HttpPollConfig.QUERY);
    }

    /** Headers of requests, by name: templates. */
    Map<String, String> headers() {
        return behind(HttpPollConfig.HEADER_PREFIX);
    }

    private Map<String, String> behind(String prefix) {
        Map<String, String> found = new LinkedHashMap<>();
        originalsStrings().forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                found.put(key.substring(prefix.length()), value);
            }
        });
        return found;
    }

    String body() {
        return getString(HttpPollConfig.BODY);
    }

    String bodyType() {
        return getString(HttpPollConfig.BODY_TYPE);
    }

    boolean isConditional() {
        return getBoolean(HttpPollConfig.CONDITIONAL);
    }

    int redirectsMax() {
        return getInt(HttpPollConfig.REDIRECTS_MAX);
    }

    int requestsMax() {
        return getInt(HttpPollConfig.REQUESTS_MAX);
    }

    Duration connectTimeout() {
        return millis(HttpPollConfig.CONNECT_TIMEOUT_MS);
    }

    Duration readTimeout() {
        return millis(HttpPollConfig.READ_TIMEOUT_MS);
    }

    Duration requestTimeout() {
        return millis(HttpPollConfig.REQUEST_TIMEOUT_MS);
    }

    Pager pager() {
        return choice(Pager.class, HttpPollConfig.PAGINATION_TYPE);
    }

    Pagination pagination() {
        return switch (pager()) {
            case NONE -> new Paginations.Single();
            case CURSOR -> {
                String header = getString(HttpPollConfig.CURSOR_HEADER);
                yield new Paginations.ByCursor(
                        header.isEmpty() ? pointer(HttpPollConfig.CURSOR_POINTER) : null, header);
            }
            case NEXT_URL -> new Paginations.ByUrl(pointer(HttpPollConfig.NEXT_POINTER));
            case LINK_HEADER -> new Paginations.ByLink(getString(HttpPollConfig.LINK_REL));
            case PAGE -> new Paginations.ByNumber(getLong(HttpPollConfig.PAGE_FIRST), limit(), isAppendOnly());
            case OFFSET -> new Paginations.ByOffset();
            case LAST_KEY -> new Paginations.ByKey();
        };
    }

    /** The query parameter that carries what asks for a page; empty if none does. */
    String cursorParameter() {
        return switch (pager()) {
            case NONE, NEXT_URL, LINK_HEADER -> "";
            case CURSOR, LAST_KEY -> getString(HttpPollConfig.CURSOR_PARAMETER);
            case PAGE -> getString(HttpPollConfig.PAGE_PARAMETER);
            case OFFSET -> getString(HttpPollConfig.OFFSET_PARAMETER);
        };
    }

    /** The settings that say how one page leads to the next, as error texts name them. */
    String pagingSettings() {
        return switch (pager()) {
            case CURSOR -> HttpPollConfig.CURSOR_PARAMETER + " and " + HttpPollConfig.CURSOR_POINTER;
            case NEXT_URL -> HttpPollConfig.NEXT_POINTER;
            case LINK_HEADER -> HttpPollConfig.LINK_REL;
            case PAGE -> HttpPollConfig.PAGE_PARAMETER;
            case OFFSET -> HttpPollConfig.OFFSET_PARAMETER;
            case LAST_KEY -> HttpPollConfig.CURSOR_PARAMETER + " and " + HttpPollConfig.KEY_POINTER;
            case NONE -> HttpPollConfig.PAGINATION_TYPE;
        };
    }

    /** Whether a page, asked again, has the same records in the same order, followed by newer ones. */
    boolean isAppendOnly() {
        if (isNewestFirst()) {
            return false;
        }
        return switch (choice(ListKind.class, HttpPollConfig.LIST)) {
            case APPEND_ONLY -> true;
            case CHANGING -> false;
            case AUTO -> pager() == Pager.CURSOR || pager() == Pager.NEXT_URL || pager() == Pager.LAST_KEY;
        };
    }

    boolean isNewestFirst() {
        return choice(Order.class, HttpPollConfig.ORDER) == Order.NEWEST_FIRST;
    }

    /** Whether records are told apart by their ids, so that what is served again is left out. */
    boolean hasIds() {
        return !getString(HttpPollConfig.ID_POINTER).isEmpty();
    }

    int idMax() {
        return getInt(HttpPollConfig.ID_MAX);
    }

    boolean isExactlyOnceRequired() {
        return "required".equalsIgnoreCase(originalsStrings().get("exactly.once.support"));
    }

    /** Where a record holds the key that asks for the page after it; null where pages are not asked for by key. */
    @Nullable JsonPointer keyPointer() {
        return pager() == Pager.LAST_KEY ? pointer(HttpPollConfig.KEY_POINTER) : null;
    }

    @Nullable JsonPointer morePointer() {
        return getString(HttpPollConfig.MORE_POINTER).isEmpty() ? null : pointer(HttpPollConfig.MORE_POINTER);
    }

    /** What is read of a page outside its records. */
    List<JsonPointer> envelope() {
        List<JsonPointer> pointers = new java.util.ArrayList<>();
        if (pager() == Pager.CURSOR && getString(HttpPollConfig.CURSOR_HEADER).isEmpty()) {
            pointers.add(pointer(HttpPollConfig.CURSOR_POINTER));
        }
        if (pager() == Pager.NEXT_URL) {
            pointers.add(pointer(HttpPollConfig.NEXT_POINTER));
        }
        JsonPointer more = morePointer();
        if (more != null) {
            pointers.add(more);
        }
        return pointers;
    }

    /** Empty if no page size is sent. */
    String limitParameter() {
        return getString(HttpPollConfig.LIMIT_PARAMETER);
    }

    int limit() {
        return getInt(HttpPollConfig.LIMIT);
    }

    int maxPages() {
        return getInt(HttpPollConfig.MAX_PAGES);
    }

    /** How much may be gathered before it is delivered, where the oldest record comes last. */
    long walkMaxBytes() {
        return getLong(HttpPollConfig.MAX_BYTES);
    }

    boolean refusesSamePage() {
        return choice(SamePage.class, HttpPollConfig.SAME_PAGE) == SamePage.FAIL;
    }

    Initial initial() {
        return choice(Initial.class, HttpPollConfig.INITIAL);
    }

    /** Where to begin without an offset; null for the start of the feed. */
    @Nullable Map<String, Object> initialOffset() {
        String text = getString(HttpPollConfig.INITIAL_OFFSET);
        return text.isEmpty() ? null : HttpPollValidators.offset(text);
    }

    /** Null if time is not read window by window. */
    @Nullable Windows windows(Clock clock) {
        Duration step = millis(HttpPollConfig.WINDOW_STEP_MS);
        if (step.isZero()) {
            return null;
        }
        Instant now = clock.instant();
        String end = getString(HttpPollConfig.WINDOW_END);
        return new Windows(
                Windows.instant(getString(HttpPollConfig.WINDOW_START), now),
                end.isEmpty() ? null : Windows.instant(end, now),
                step,
                millis(HttpPollConfig.WINDOW_LAG_MS),
                millis(HttpPollConfig.WINDOW_LOOKBACK_MS),
                millis(HttpPollConfig.WINDOW_END_SHIFT_MS),
                Windows.format(getString(HttpPollConfig.WINDOW_FORMAT)));
    }

    String windowStartParameter() {
        return getString(HttpPollConfig.WINDOW_START_PARAMETER);
    }

    String windowEndParameter() {
        return getString(HttpPollConfig.WINDOW_END_PARAMETER);
    }

    Format format() {
        return choice(Format.class, HttpPollConfig.RESPONSE_FORMAT);
    }

    Compression compression() {
        return choice(Compression.class, HttpPollConfig.RESPONSE_COMPRESSION);
    }

    JsonPointer recordsPointer() {
        return pointer(HttpPollConfig.RECORDS_POINTER);
    }

    List<String> columns() {
        return getList(HttpPollConfig.RECORDS_COLUMNS);
    }

    boolean isFlattened() {
        return getBoolean(HttpPollConfig.RECORDS_FLATTEN);
    }

    char csvDelimiter() {
        String delimiter = getString(HttpPollConfig.CSV_DELIMITER);
        return delimiter.equals("\\t") ? '\t' : delimiter.charAt(0);
    }

    long pageMaxBytes() {
        return getLong(HttpPollConfig.PAGE_MAX_BYTES);
    }

    int pageMaxDepth() {
        return getInt(HttpPollConfig.PAGE_MAX_DEPTH);
    }

    int recordMaxBytes() {
        return getInt(HttpPollConfig.RECORD_MAX_BYTES);
    }

    BadRecords badRecords() {
        return choice(BadRecords.class, HttpPollConfig.BAD_RECORDS);
    }

    String badRecordsTopic() {
        return getString(HttpPollConfig.BAD_RECORDS_TOPIC);
    }

    Duration pollInterval() {
        return millis(HttpPollConfig.POLL_INTERVAL_MS);
    }

    int rateRequests() {
        return getInt(HttpPollConfig.RATE_REQUESTS);
    }

    Duration ratePeriod() {
        return millis(HttpPollConfig.RATE_PERIOD_MS);
    }

    Duration retryAfterMax() {
        return millis(HttpPollConfig.RETRY_AFTER_MAX_MS);
    }

    RetryLimits retryLimits() {
        Duration timeout =
                getLong(HttpPollConfig.RETRY_TIMEOUT_MS) < 0 ? null : millis(HttpPollConfig.RETRY_TIMEOUT_MS);
        return new RetryLimits(
                millis(HttpPollConfig.RETRY_INITIAL_MS), millis(HttpPollConfig.RETRY_MAX_MS), retryAfterMax(), timeout);
    }

    StatusClasses retryStatuses() {
        return StatusClasses.parse(getString(HttpPollConfig.RETRY_STATUSES));
    }

    StatusClasses emptyStatuses() {
        return StatusClasses.parse(getString(HttpPollConfig.EMPTY_STATUSES));
    }

    boolean isProbed() {
        return getBoolean(HttpPollConfig.PROBE);
    }

    private @Nullable String textOrNull(String key) {
        return getString(key).isEmpty() ? null : getString(key);
    }

    private JsonPointer pointer(String key) {
        return JsonPointer.compile(getString(key));
    }

    private Duration millis(String key) {
        return Duration.ofMillis(getLong(key));
    }

    private <E extends Enum<E>> E choice(Class<E> type, String key) {
        return ConfigChecks.choice(type, getString(key));
    }
}
