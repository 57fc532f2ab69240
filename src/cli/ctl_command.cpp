// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/commands.h"
#include "cli/control_client.h"
#include "cli/control_text.h"
#include "cli/output.h"
#include "cli/print.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <vector>

namespace pixelpass {
namespace {

using nlohmann::json;

struct RunningHost {
    pid_t pid;
    ControlClient client;
    json state;
};

Result<std::vector<RunningHost>> running_hosts() {
    const auto sockets = ControlSockets::find();
    if (!sockets)
        return fail(Code::unreachable, sockets.error().message, sockets.error().hint);
    std::vector<RunningHost> hosts;
    for (const auto pid : sockets->hosts()) {
        auto client = ControlClient::connect(*sockets, pid);
        if (!client)
            continue;
        if (auto answer = client->ask(StatusRequest{}); answer && answer->contains("state"))
            hosts.push_back({pid, std::move(*client), std::move((*answer)["state"])});
    }
    return hosts;
}

Result<ControlClient> the_host(std::optional<pid_t> pid) {
    if (pid) {
        const auto sockets = ControlSockets::find();
        if (!sockets)
            return fail(Code::unreachable, sockets.error().message, sockets.error().hint);
        return ControlClient::connect(*sockets, *pid);
    }
    auto hosts = running_hosts();
    if (!hosts)
        return fail(hosts);
    if (hosts->empty())
        return fail(Code::unreachable, "no host runs", "start one: pixelpass host");
    if (hosts->size() == 1)
        return std::move(hosts->front().client);
    std::string list;
    for (const auto& host : *hosts)
        list += fmt::format("{}{} ({})", list.empty() ? "" : ", ", host.pid, describe_source(host.state));
    return fail(Code::usage, "several hosts run: " + list, "say which by --host PID");
}

/// Prints all that run. Code::unreachable: none does.
Result<void> list_hosts(bool as_json) {
    const auto hosts = running_hosts();
    if (!hosts)
        return tl::unexpected(hosts.error());
    if (hosts->empty())
        return fail(Code::unreachable, "no host runs", "start one: pixelpass host");
    for (const auto& [pid, client, state] : *hosts)
        print(stdout,
              as_json ? json{{"pid", pid}, {"state", state}}.dump() + '\n' : describe_host(pid, state));
    return {};
}

Result<void> ask_host(const CtlOptions& options, const ControlRequest& request) {
    auto host = the_host(options.host);
    if (!host)
        return fail(host);
    const auto answer = host->ask(request);
    if (!answer)
        return tl::unexpected(answer.error());
    if (std::holds_alternative<StatusRequest>(request))
        print(stdout, options.json ? answer->at("state").dump() + '\n' : describe_state(answer->at("state")));
    else if (options.json)
        print(stdout, answer->dump() + '\n');
    else if (answer->contains("file")) // of a clip
        print(stdout, answer->at("file").get<std::string>() + '\n');
    if (std::holds_alternative<WatchRequest>(request)) {
        while (const auto event = host->next_event())
            print(stdout, *event + '\n');
    }
    return {};
}

} // namespace

int run_ctl(const CtlOptions& options) {
    const Output output(options.json, Verbosity::normal);
    Result<void> done;
    try {
        done = options.request ? ask_host(options, *options.request) : list_hosts(options.json);
    } catch (const json::exception&) {
        done = fail(Code::internal, "the host is of another version of pixelpass", "start it again");
    }
    if (done)
        return 0;
    output.error(done.error());
    return static_cast<int>(done.error().code);
}

} // namespace pixelpass
