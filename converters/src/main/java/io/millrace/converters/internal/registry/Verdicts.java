// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

import io.millrace.converters.internal.registry.RegistryHttp.Reply;
import io.millrace.converters.internal.registry.RegistryHttp.Request;
import io.millrace.converters.internal.registry.RegistryJson.Answer;
import io.millrace.records.Errors;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Which answers are the record's fault and which are an outage: only a registry that has looked at the schema and
 * refused it (409, 422) or does not know it (404 with a registry error code) speaks about the record. Whatever else it
 * says, a wrong password, a read-only registry or an error page among it, is no reason to lose one.
 */
final class Verdicts {
    private static final int MAX_REASON_CHARS = 1000;

    private final RegistryHttp http;

    Verdicts(RegistryHttp http) {
        this.http = http;
    }

    /** What the registry has to say where it agrees; throws what it means where it does not. */
    Answer accepted(Request request, Reply reply, String remedy) {
        Answer answer = RegistryJson.parse(reply.body());
        if (reply.status() == 200 && answer != null) {
            requireNoRules(request, answer);
            return answer;
        }
        if (answer != null && isAboutTheSchema(reply.status(), answer.errorCode())) {
            throw refusal(request, reply.status(), answer, remedy);
        }
        throw unusable(request, reply, answer);
    }

    private static boolean isAboutTheSchema(int status, int errorCode) {
        return switch (status) {
            case 404 -> errorCode > 40400;
            case 409 -> errorCode > 0;
            case 422 -> errorCode > 0; // but for read-only, which RegistryHttp waits out
            default -> false;
        };
    }

    static DataException refusal(Request request, int status, @Nullable Answer answer, String remedy) {
        String found = "the registry answered " + status + reason(answer);
        return status == 404
                ? new NotRegisteredException(Errors.sentence(request.action(), found, request.where(), remedy))
                : refused(request, found, remedy);
    }

    static DataException refused(Request request, String found, String remedy) {
        return new DataException(Errors.sentence(request.action(), found, request.where(), remedy));
    }

    private static void requireNoRules(Request request, Answer answer) {
        if (!answer.activeRules().isEmpty()) {
            throw refused(
                    request,
                    "the data contract rules " + answer.activeRules() + ", which only Confluent's serializers run",
                    "Disable them, or use Confluent's converter for the topic.");
        }
    }

    RegistryOutageError unusable(Request request, Reply reply, @Nullable Answer answer) {
        String remedy = switch (reply.status()) {
            case 401 -> http.credentialsRemedy();
            case 403 -> "Give the user access to the subject";
            default -> Failures.NOT_A_REGISTRY;
        };
        String found = reply.url() + " answered " + reply.status() + reason(answer);
        return new RegistryOutageError(
                Errors.sentence(request.action(), found, request.where(), remedy + RegistryHttp.RESUMES), null);
    }

    /** The server's reason, in one line of bounded length. */
    private static String reason(@Nullable Answer answer) {
        if (answer == null) {
            return ", not in a registry's JSON";
        }
        if (answer.message() == null) {
            return "";
        }
        String line = answer.message().strip().replaceAll("\\s+", " ");
        String bounded = line.length() <= MAX_REASON_CHARS ? line : line.substring(0, MAX_REASON_CHARS) + "…";
        return " (" + bounded + ")";
    }
}
