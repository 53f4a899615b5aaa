#ifndef ACTIONPLAN_SRC_INTERNAL_JSON_OBJECT_H_
#define ACTIONPLAN_SRC_INTERNAL_JSON_OBJECT_H_

// Reading one JSON object: typed access by key, an issue with its JSON path
// for whatever is missing or of the wrong type, and the rest kept.

#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actionplan/due.h"
#include "actionplan/issue.h"
#include "actionplan/journal.h"

namespace actionplan::internal {

// Not the kind that keeps the order of keys: it looks them up one by one, and
// a file may have a hundred thousand.
using Json = nlohmann::json;

// "a text", "a list", ...: what a value is, for messages.
std::string_view TypeInWords(const Json& value);

class JsonObject {
 public:
  // A value that is not an object is an issue, and reads as an empty object.
  JsonObject(const Json& value, std::string path, std::vector<Issue>& issues);

  std::string PathOf(std::string_view key) const;
  bool Has(std::string_view key) const;
  bool IsNull(std::string_view key) const;

  // A key that is absent or null reads as empty. Required() also complains.
  std::string Text(std::string_view key);
  std::string RequiredText(std::string_view key, std::string_view remedy);
  std::optional<double> Number(std::string_view key);
  std::optional<bool> YesNo(std::string_view key);
  std::optional<Date> Day(std::string_view key);
  std::optional<Date> RequiredDay(std::string_view key);
  std::vector<std::string> Texts(std::string_view key);
  // A value of a scheme's own fact: true or false, a number, a text or null.
  FactValue Value(std::string_view key);
  // The object at `key` of such values by name.
  FactValues Values(std::string_view key);

  // A time as a council wrote it. One that can't be understood is an issue.
  Due WrittenDue(std::string_view key, const DueOptions& options);
  // The same for words that only describe: any words will do.
  Due WrittenWords(std::string_view key, const DueOptions& options);

  // Calls `read` for each name and text of the object at `key`.
  void ForEachText(
      std::string_view key,
      const std::function<void(const std::string&, const std::string&)>& read);

  // Calls `read` for each object of the list at `key`.
  void ForEach(std::string_view key,
               const std::function<void(JsonObject&)>& read);

  // The keys that were never asked for, and those that are present and empty:
  // what must be kept beside the value read so that nothing is lost.
  Extras Rest() const;

  void Complain(std::string_view key, std::string what, std::string remedy);

 private:
  const Json* Get(std::string_view key);
  FactValue ValueAt(std::string_view key, const Json& value);
  void ComplainOfType(std::string_view key, const Json& value,
                      std::string_view wanted);

  const Json* object_;
  std::string path_;
  std::vector<Issue>& issues_;
  std::vector<std::string> asked_;
};

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_JSON_OBJECT_H_
