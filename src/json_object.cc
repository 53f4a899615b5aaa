#include "internal/json_object.h"

#include <algorithm>

#include "internal/strings.h"

namespace actionplan::internal {
namespace {

const Json& EmptyObject() {
  static const Json& empty = *new Json(Json::object());
  return empty;
}

// Present, and reads the same as absent.
bool IsEmpty(const Json& value) {
  // A text is never "empty" to the JSON library.
  return value.is_null() || value == "" ||
         (value.is_structured() && value.empty());
}

}  // namespace

std::string_view TypeInWords(const Json& value) {
  if (value.is_null()) return "null";
  if (value.is_boolean()) return "true or false";
  if (value.is_number()) return "a number";
  if (value.is_string()) return "a text";
  if (value.is_array()) return "a list";
  return "an object";
}

JsonObject::JsonObject(const Json& value, std::string path,
                       std::vector<Issue>& issues)
    : object_(&value), path_(std::move(path)), issues_(issues) {
  if (value.is_object()) return;
  object_ = &EmptyObject();
  issues_.push_back({path_, StrCat("This is ", TypeInWords(value), "."),
                     "Write an object in curly brackets."});
}

std::string JsonObject::PathOf(std::string_view key) const {
  return StrCat(path_, ".", key);
}

bool JsonObject::Has(std::string_view key) const {
  return object_->contains(std::string(key));
}

bool JsonObject::IsNull(std::string_view key) const {
  const auto found = object_->find(std::string(key));
  return found != object_->end() && found->is_null();
}

const Json* JsonObject::Get(std::string_view key) {
  asked_.emplace_back(key);
  const auto found = object_->find(std::string(key));
  if (found == object_->end() || found->is_null()) return nullptr;
  return &*found;
}

void JsonObject::Complain(std::string_view key, std::string what,
                          std::string remedy) {
  issues_.push_back({PathOf(key), std::move(what), std::move(remedy)});
}

void JsonObject::ComplainOfType(std::string_view key, const Json& value,
                                std::string_view wanted) {
  Complain(key, StrCat("This is ", TypeInWords(value), "."),
           StrCat("Write ", wanted, "."));
}

std::string JsonObject::Text(std::string_view key) {
  const Json* value = Get(key);
  if (value == nullptr) return "";
  if (!value->is_string()) {
    ComplainOfType(key, *value, "a text in double quotes");
    return "";
  }
  return value->get<std::string>();
}

std::string JsonObject::RequiredText(std::string_view key,
                                     std::string_view remedy) {
  const size_t before = issues_.size();
  std::string text = Text(key);
  if (text.empty() && issues_.size() == before) {
    Complain(key, Has(key) ? "This is empty." : "This is missing.",
             std::string(remedy));
  }
  return text;
}

std::optional<double> JsonObject::Number(std::string_view key) {
  const Json* value = Get(key);
  if (value == nullptr) return std::nullopt;
  if (!value->is_number()) {
    ComplainOfType(key, *value, "a number, without quotes");
    return std::nullopt;
  }
  return value->get<double>();
}

std::optional<bool> JsonObject::YesNo(std::string_view key) {
  const Json* value = Get(key);
  if (value == nullptr) return std::nullopt;
  if (!value->is_boolean()) {
    ComplainOfType(key, *value, "true or false, without quotes");
    return std::nullopt;
  }
  return value->get<bool>();
}

std::optional<Date> JsonObject::Day(std::string_view key) {
  const Json* value = Get(key);
  if (value == nullptr) return std::nullopt;
  if (!value->is_string()) {
    ComplainOfType(key, *value, "a day such as \"2018-03-27\"");
    return std::nullopt;
  }
  const absl::StatusOr<Date> day = Date::Parse(value->get<std::string>());
  if (!day.ok()) {
    Complain(key, std::string(ToStd(day.status().message())),
             "Write a day of the calendar as YYYY-MM-DD.");
    return std::nullopt;
  }
  return *day;
}

std::optional<Date> JsonObject::RequiredDay(std::string_view key) {
  if (!Has(key) || IsNull(key)) {
    asked_.emplace_back(key);
    Complain(key, "This is missing.",
             "Write a day of the calendar as YYYY-MM-DD.");
    return std::nullopt;
  }
  return Day(key);
}

std::vector<std::string> JsonObject::Texts(std::string_view key) {
  std::vector<std::string> texts;
  const Json* value = Get(key);
  if (value == nullptr) return texts;
  if (!value->is_array()) {
    ComplainOfType(key, *value, "a list of texts in square brackets");
    return texts;
  }
  for (size_t i = 0; i < value->size(); ++i) {
    const Json& element = (*value)[i];
    if (element.is_string()) {
      texts.push_back(element.get<std::string>());
    } else {
      ComplainOfType(StrCat(key, "[", i, "]"), element,
                     "a text in double quotes");
    }
  }
  return texts;
}

FactValue JsonObject::ValueAt(std::string_view key, const Json& value) {
  if (value.is_boolean()) return value.get<bool>();
  if (value.is_number()) return value.get<double>();
  if (value.is_string()) return value.get<std::string>();
  if (!value.is_null()) {
    ComplainOfType(key, value,
                   "true or false, a number, a text, or null if it is not "
                   "known");
  }
  return std::monostate();
}

FactValue JsonObject::Value(std::string_view key) {
  const Json* value = Get(key);
  return value == nullptr ? FactValue() : ValueAt(key, *value);
}

FactValues JsonObject::Values(std::string_view key) {
  FactValues values;
  const Json* object = Get(key);
  if (object == nullptr) return values;
  if (!object->is_object()) {
    ComplainOfType(key, *object, "an object in curly brackets");
    return values;
  }
  for (const auto& [name, value] : object->items()) {
    values.emplace_back(name, ValueAt(StrCat(key, ".", name), value));
  }
  return values;
}

Due JsonObject::WrittenDue(std::string_view key, const DueOptions& options) {
  Due due = WrittenWords(key, options);
  if (due.kind() == DueKind::kNone && due.no_date() == NoDate::kNotUnderstood) {
    Complain(key,
             StrCat("No date can be understood in '", Excerpt(due.text()), "'.",
                    due.note().empty() ? "" : " ", due.note()),
             "Write a date such as 'April 2018' or '31 March 2025', or 'to be "
             "agreed', 'ongoing' or null if there is none.");
  }
  return due;
}

Due JsonObject::WrittenWords(std::string_view key, const DueOptions& options) {
  Due due = ParseDue(Text(key), options);
  if (due.kind() == DueKind::kError) {
    Complain(key,
             StrCat("'", Excerpt(due.text()), "' is not a date: ", due.note()),
             "Write a date that exists, such as 'April 2018' or '31 March "
             "2025'.");
  }
  return due;
}

void JsonObject::ForEachText(
    std::string_view key,
    const std::function<void(const std::string&, const std::string&)>& read) {
  const Json* value = Get(key);
  if (value == nullptr) return;
  if (!value->is_object()) {
    ComplainOfType(key, *value, "an object in curly brackets");
    return;
  }
  for (const auto& [name, text] : value->items()) {
    if (text.is_string()) {
      read(name, text.get<std::string>());
    } else {
      ComplainOfType(StrCat(key, ".", name), text, "a text in double quotes");
    }
  }
}

void JsonObject::ForEach(std::string_view key,
                         const std::function<void(JsonObject&)>& read) {
  const Json* value = Get(key);
  if (value == nullptr) return;
  if (!value->is_array()) {
    ComplainOfType(key, *value, "a list of objects in square brackets");
    return;
  }
  for (size_t i = 0; i < value->size(); ++i) {
    JsonObject element((*value)[i], StrCat(PathOf(key), "[", i, "]"), issues_);
    read(element);
  }
}

Extras JsonObject::Rest() const {
  Extras rest;
  for (const auto& [key, value] : object_->items()) {
    const bool asked =
        std::find(asked_.begin(), asked_.end(), key) != asked_.end();
    if (!asked || IsEmpty(value)) rest.emplace_back(key, value.dump());
  }
  return rest;
}

}  // namespace actionplan::internal
