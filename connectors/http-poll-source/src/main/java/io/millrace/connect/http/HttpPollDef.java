// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import static io.millrace.records.ConfigChecks.between;

import io.millrace.connect.device.internal.TopicChecks;
import io.millrace.connect.device.internal.auth.AuthOptions;
import io.millrace.connect.device.internal.net.AddressOptions;
import io.millrace.connect.device.internal.net.ProxyOptions;
import io.millrace.connect.device.internal.net.StatusClasses;
import io.millrace.connect.device.internal.shape.ShapeOptions;
import io.millrace.records.OptionGroup;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** What each setting of {@link HttpPollConfig} means, may be and is by default. */
final class HttpPollDef {
    private HttpPollDef() {}

    static ConfigDef define() {
        ConfigDef def = new ConfigDef();
        defineOutput(def);
        defineEndpoints(def);
        defineRequest(def);
        AuthOptions.define(def);
        PagesDef.definePages(def);
        PagesDef.defineWindows(def);
        PagesDef.defineBody(def);
        ShapeOptions.define(def);
        defineRecords(def);
        definePace(def);
        AddressOptions.define(def);
        ProxyOptions.define(def);
        HttpPollConfig.TLS.define(def);
        return def;
    }

    private static void defineOutput(ConfigDef def) {
        new OptionGroup(def, "Output")
                .importance(Importance.HIGH)
                .required(
                        HttpPollConfig.TOPIC,
                        TopicChecks.topic(),
                        "Topic",
                        "The topic that records go to, for example devices.events. With values of the record in it,"
                                + " such as devices.${/type}, each record goes to its own; characters that a topic"
                                + " cannot have make it a bad record.")
                .importance(Importance.MEDIUM)
                .choice(
                        HttpPollConfig.BAD_RECORDS,
                        HttpPollConfig.BadRecords.FAIL,
                        "Bad records",
                        "What becomes of a record that does not fit. fail: the task fails, and nothing is lost."
                                + " dead-letter: it goes to bad.records.topic, with the reason and where it was in its"
                                + " headers. skip: it is counted and left out.")
                .text(
                        HttpPollConfig.BAD_RECORDS_TOPIC,
                        "",
                        TopicChecks.topicOrNone(),
                        "Topic of bad records",
                        "Where bad records go, as they were sent, with bad.records=dead-letter.");
    }

    private static void defineEndpoints(ConfigDef def) {
        new OptionGroup(def, "Endpoints")
                .list(
                        HttpPollConfig.ENDPOINTS,
                        "",
                        HttpPollValidators.endpointNames(),
                        "Endpoints",
                        "Names for the endpoints, for example vehicles,positions, if there is more than one. A setting"
                                + " of one of them is written endpoint.vehicles.http.path; without the name it holds"
                                + " for all. Endpoints are spread over tasks.")
                .text(
                        HttpPollConfig.PARENT,
                        "",
                        null,
                        "Parent",
                        "The endpoint whose records this one is asked for, one by one: values of them are"
                                + " ${parent./id} in this one's templates. Its list is read from the beginning each"
                                + " time, and its parts are spread over tasks. It may have a parent itself, whose"
                                + " values are ${parent.parent./id}.")
                .number(
                        HttpPollConfig.PARENT_REFRESH_MS,
                        300_000L,
                        between(1, 365 * HttpPollConfig.DAY_MS, 300_000),
                        "Parent refresh",
                        "How often, in milliseconds, the parent's list is read again for records that came or went.")
                .flag(
                        HttpPollConfig.DELIVER,
                        "true",
                        "Deliver records",
                        "Whether the endpoint's records go to its topic. false: it is read as the parent of others only,"
                                + " and needs no topic.");
    }

    private static void defineRequest(ConfigDef def) {
        new OptionGroup(def, "Request")
                .importance(Importance.HIGH)
                .required(
                        HttpPollConfig.URL,
                        HttpPollValidators.url(),
                        "URL",
                        "The address of the API, http or https, for example https://api.example.com/v1/events. Query"
                                + " parameters in it are sent with every request. Without its query it is also the"
                                + " source partition, so another address starts from the beginning.")
                .text(
                        HttpPollConfig.PATH,
                        "",
                        HttpPollValidators.template(),
                        "Path",
                        "What is added to the path of http.url, for example /v1/devices/${parent./id}/events. Values"
                                + " are encoded as segments.")
                .importance(Importance.MEDIUM)
                .choice(HttpPollConfig.METHOD, HttpPollConfig.Method.GET, "Method", "get or post.")
                .text(
                        HttpPollConfig.QUERY,
                        "",
                        HttpPollValidators.template(),
                        "Query",
                        "Query parameters, for example from=${window.start}&type=tap. One whose value is missing, as"
                                + " the cursor of the first request, is left out. Known values: cursor, limit,"
                                + " window.start, window.end, parent.<JSON pointer>.")
                .text(
                        HttpPollConfig.BODY,
                        "",
                        HttpPollValidators.template(),
                        "Body",
                        "The body of a post, for example {\"after\": \"${cursor}\", \"limit\": ${limit}}. In JSON a"
                                + " member whose value is missing is left out.")
                .text(HttpPollConfig.BODY_TYPE, "application/json", null, "Body type", "The Content-Type of the body.")
                .flag(
                        HttpPollConfig.CONDITIONAL,
                        "true",
                        "Conditional requests",
                        "Whether a page that is asked for again is asked for with its ETag or Last-Modified, so that the"
                                + " API can answer 304 instead of sending it again.")
                .importance(Importance.LOW)
                .number(
                        HttpPollConfig.REDIRECTS_MAX,
                        5,
                        between(0, 20, 5),
                        "Redirects",
                        "How many redirects are followed, to the same scheme, host and port only: one that leads"
                                + " elsewhere fails the task.")
                .number(
                        HttpPollConfig.REQUESTS_MAX,
                        4,
                        between(1, 64, 4),
                        "Requests at once",
                        "How many requests a task has under way at most. One endpoint, or one parent record, has one.")
                .number(
                        HttpPollConfig.CONNECT_TIMEOUT_MS,
                        10_000L,
                        between(1, HttpPollConfig.DAY_MS, 10_000),
                        "Connect timeout",
                        "How long, in milliseconds, to wait for a connection.")
                .number(
                        HttpPollConfig.READ_TIMEOUT_MS,
                        30_000L,
                        between(1, HttpPollConfig.DAY_MS, 30_000),
                        "Read timeout",
                        "How long, in milliseconds, the API may be silent before or within an answer. Longer suits slow "
                                + "APIs; shorter notices a dead one sooner.")
                .number(
                        HttpPollConfig.REQUEST_TIMEOUT_MS,
                        120_000L,
                        between(1, HttpPollConfig.DAY_MS, 120_000),
                        "Request timeout",
                        "How long, in milliseconds, one request may take from the first byte sent to the last byte read.")
                .flag(
                        HttpPollConfig.PROBE,
                        "true",
                        "Probe on validation",
                        "Whether validating the configuration sends one request to each endpoint, and says what came of"
                                + " it. None with http.auth.type=oauth2-refresh-token, which tasks alone use.");
    }

    private static void defineRecords(ConfigDef def) {
        new OptionGroup(def, "Overlap")
                .number(
                        HttpPollConfig.ID_MAX,
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
                        HttpPollConfig.POLL_INTERVAL_MS,
                        100L,
                        between(1, HttpPollConfig.DAY_MS, 100),
                        "Poll interval",
                        "The pause, in milliseconds, once the feed has nothing more; longer where the API asks for it"
                                + " with X-Poll-Interval. Shorter lowers latency; longer spares the API.")
                .number(
                        HttpPollConfig.RATE_REQUESTS,
                        0,
                        between(0, 1_000_000, 0),
                        "Rate limit",
                        "How many requests go to one host in rate.limit.period.ms, from all tasks in a worker together."
                                + " 0: as many as there are.")
                .number(
                        HttpPollConfig.RATE_PERIOD_MS,
                        1_000L,
                        between(1, HttpPollConfig.DAY_MS, 1_000),
                        "Rate limit period",
                        "The time, in milliseconds, that rate.limit.requests is for.")
                .importance(Importance.LOW)
                .number(
                        HttpPollConfig.RETRY_INITIAL_MS,
                        200L,
                        between(1, HttpPollConfig.DAY_MS, 200),
                        "First retry pause",
                        "The longest pause, in milliseconds, after a first failed request (no connection, a timeout, or a"
                                + " status of retry.statuses). It doubles with each further failure; each pause is chosen"
                                + " at random up to it.")
                .number(
                        HttpPollConfig.RETRY_MAX_MS,
                        30_000L,
                        between(1, HttpPollConfig.DAY_MS, 30_000),
                        "Longest retry pause",
                        "The longest pause, in milliseconds, between retries of our own choosing.")
                .number(
                        HttpPollConfig.RETRY_AFTER_MAX_MS,
                        600_000L,
                        between(0, HttpPollConfig.DAY_MS, 600_000),
                        "Longest Retry-After",
                        "The longest pause, in milliseconds, that the API may ask for with Retry-After, its rate limits or"
                                + " X-Poll-Interval. A longer one is cut to this.")
                .number(
                        HttpPollConfig.RETRY_TIMEOUT_MS,
                        -1L,
                        between(-1, Long.MAX_VALUE / 1_000_000, -1),
                        "Retry timeout",
                        "How long, in milliseconds, one request is retried before the task fails. 0 disables retries, -1"
                                + " never gives up. Longer rides out outages; shorter surfaces them in the task's status.")
                .text(
                        HttpPollConfig.RETRY_STATUSES,
                        "408,425,429,5xx",
                        StatusClasses.validator(),
                        "Statuses to retry",
                        "The statuses after which a request is tried again. Others than 200 and these fail the task.")
                .text(
                        HttpPollConfig.EMPTY_STATUSES,
                        "204",
                        StatusClasses.validator(),
                        "Statuses without records",
                        "The statuses that say that there is nothing: 404 for APIs that answer so for an empty list.");
    }
}
